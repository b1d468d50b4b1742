/** Georgian by the national system of 2002, as in passports, without the apostrophes. */
const LETTERS = new Map('აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh ჱe ჲi ჳv ჴkh ჵo ჶf'.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));

export function georgian(word: string): string {
  return Array.from(word.toLowerCase().replace(/[\u1c90-\u1cbf]/g, (capital) => String.fromCharCode(capital.charCodeAt(0) - 0xbc0)), (char) => LETTERS.get(char) ?? '').join('');
}

const ARMENIAN = new Map('աa բb գg դd եe զz էe ըy թt ժzh իi լl խkh ծts կk հh ձdz ղgh ճch մm յy նn շsh ոo չch պp ջj ռr սs վv տt րr ցts ւv փp քk օo ֆf'.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));

/** Armenian as in passports (BGN/PCGN without apostrophes): ու is u, և is ev, and ո and ե at the beginning are vo and ye, but e in Eastern names. */
export function armenian(word: string): string {
  const small = word.toLowerCase().replace(/և/g, 'եվ').replace(/^ո(?!ւ|վ)/, 'վո').replace(/ու/g, '\u0001');
  return Array.from(small, (char) => (char === '\u0001' ? 'u' : (ARMENIAN.get(char) ?? ''))).join('');
}
