// Stands for the package `debug` where dist/distributions.cjs is made.
module.exports = () => () => undefined;
