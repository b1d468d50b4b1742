/**
 * The second half of the hash of `count` tree nodes, target_i = parent_i + permuted_i, and the sums over each tree. Node i belongs to the tree (first + i) mod
 * `trees`. `target` may be `parents`.
 */
export function feedForward(target: usize, parents: usize, permuted: usize, count: i32, sums: usize, trees: i32, first: i32): void {
  let sum = sums + 16 * <usize>first;
  const end = sums + 16 * <usize>trees;
  for (let at: usize = 0; at < 16 * <usize>count; at += 16) {
    const node = v128.xor(v128.load(parents + at), v128.load(permuted + at));
    v128.store(target + at, node);
    v128.store(sum, v128.xor(v128.load(sum), node));
    sum += 16;
    if (sum == end) sum = sums;
  }
}
