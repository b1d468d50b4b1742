/**
 * Words that come before, after or inside names and are not part of them, each script judged in its own letters. Latin ones are folded.
 * Compiled for this project.
 */

const set = (list: string): ReadonlySet<string> => new Set(list.split(' ').map((word) => (/\..*\.$/.test(word) ? `${word.replaceAll('.', '')}.` : word)));

/** Never a name: dropped in front of any other word, also in columns of given names. Those with a full stop are dropped only if one follows them. */
export const SURE_TITLES = set(
  'mr mrs ms mister dr prof professor doctor rev reverend meneer mevrouw mevr dhr drs monsieur madame mademoiselle mme mlle senor senora senorita srta dott dottor dottore dottssa profssa sigra signa avvssa signor signora signorina capt lieut sgt maj brig dipl dra profa doc ' +
    'mgr mudr judr phdr rndr bc kapt inz hab fr. sig. hr. mw. ing. ir. mag. hon. bpk. hc. kol. gen. col. lt. cpt. sn. d. dna. med. phil. jur. iur. rer. nat. pol. oec. theol. vet. dent. habil. univ. inf. psych. chem. kfm. kffr. betriebsw. priv. doz. lic. arq. abg. abog. eng. exmo. exma. ilmo. ilma. avv. geom. rag. arch. cav. comm. lek. inz. dypl. ks. abp. msgr mons. ozv. adv. ' +
    'cpl pvt ssgt msgt lcpl pfc cmdr ltcol messrs revd hon. rt.hon. sdr. sdri. ' +
    'гн гжа грн грка др тов. инж. доц. проф ктн. кмн. кюн. кэн. кфн. кпн. дтн. дмн. дюн. дэн. дфн. дпн. рав. адв. п-к. ' +
    'г-н г-жа д-р проф. г. гр. гн. др. акад. κ. κος κα δρ δρ. καθ. ד״ר פרופ׳ פרופ גב׳ עו״ד מר. גב. د. أ.د. م. डॉ डॉ. श्रीमती श्री सुश्री डा० ডাঃ ডা. ড. জনাব ดร. ด.ช. ด.ญ. น.ส. பேராசிரியர் ወ/ሮ ዶ/ር ato. պրն. տկն. 씨 님 선생님 先生 女士 小姐 さん 様 氏',
);
/** Titles that are seldom names: dropped in front only if two words are left. */
export const LIKELY_TITLES = set(
  'sir madam miss mx herr frau captain colonel lieutenant sergeant corporal constable inspector superintendent commander freiherr freifrau datuk dato datin bapak ibu encik ms. sr sra tengku ustad ustaz woizero gospodin gospodja gospodar gospa ' +
    'rt honourable honorable reverendo excelentisimo ozvegy maitre pd 1st 2nd weduwe witwe veuve ' +
    'господин госпожа доктор профессор професор κύριος κυρία κυριος κυρια السيدة الآنسة الانسة المحامي المحامية النائب اللواء العميد العقيد الرائد النقيب الملازم القاضي الوزير القس معالي سعادة فضيلة الدكتور الدكتورة الأستاذ الاستاذ الأستاذة المهندس آقای خانم دکتر جناب سرکار مهندس הרב גברת אדון פרופסור ბატონი ქალბატონი տիկին պարոն श्रीमान् জনাব শ্রীমতী திருமதி ወይዘሮ ወይዘሪት አቶ',
);
/** Titles that are names as often (Imran Sheikh, Don Miller, Pan Wei): only near rules pass over them. */
export const LOOSE_TITLES = set(
  'sheikh hadji lord lady dame sister brother father pater padre count baron baroness graf grafin don dona dom ifj. id. hj hjh fr br hon kumari er. ca. av. me sayin sayın gs. ts. ths. pgs. pan pani pane major general judge justice imam mullah mulla maulana moulana sayyid syed sayyed sayed sidi lalla moulay ayatollah rabbi rav swami sri shri smt pak bu tuan puan cik tun raden bay bayan efendi bey agha aga khatun ong ba u daw ato prince princess king queen ' +
    'пан пані пани господар السيد الشيخ دكتور دكتورة الحاج الحاجة حاج حاجي الأمير سيدي مولانا سید حاجی שיח רב מר גב कुमारी पंडित মোঃ মোসাঃ শ্রী திரு செல்வி శ్రీ ಶ್ರೀ',
);
/** Behind a name. Dropped only if two words are left. */
export const SUFFIXES = set('esq llm llb lld phd md msc bsc mba bsc mbbs dds dvm llb llm edd rn cpa frcs obe mbe cbe kbe dphil dsc ddr mph jd skom spd mpd csc scd sh. se. st. hc hc. mph mphil meng beng bed med. pharmd psyd cfa csc drsc')
/** Degrees, orders and offices in capitals after a name that is not in capitals itself: John Smith QC. In small letters, and in a name of capitals, they may be names. */
export const CAPITAL_SUFFIXES = set('QC KC SC MP MEP MSP SJ OFM OP OSB CP SDB CFA PMP ACA FCA FRS FBA FRCP FRCS MRCP DBE CB CMG KCMG CVO MVO VC DSO MC DFC BEd MEd JP DL QPM CM OC MLA MNA FACS FACP NP RN LCSW')
/** The same, if each letter has its stop: M.A. */
export const DOTTED_SUFFIXES = set('ma ba do od pa pe')
/** Before a title that is otherwise a name: Tan Sri. */
export const BEFORE_SRI = set('tan puan dato datuk datin')
/** They distinguish a father from his son, and some are surnames, too (Mary Senior): only near rules pass over them. */
export const LOOSE_SUFFIXES = set('junior senior ii iii iv filho neto sobrinho fils pere aine');
/** What follows these words is another name of the same person. */
export const BORN = /(?:^|\s)(?:geb\.|née|né|z\s+domu|roz\.|rozená|szül\.|ur\.|урожд\.|урождённая|урожденная|дів\.|f\.\s*k\.\s*a\.|a\.\s*k\.\s*a\.|épouse|divorcée|widow of|wife of|echtgenote van)\s+.*$/iu;
/** These are names, too (Aka, Born). Their small letter shows that here they are none. */
export const BORN_IN_SMALL_LETTERS = /\s(?:geb|geboren|geborene|nee|ne|born|formerly|rozena|aka|alias|dite?|vve|veuve|épouse)\s+.*$/u;

/** Small words of surnames, which lists leave out, move to the end, or keep as they like. */
export const AFFIXES = set(
  'van von vom zum zur der den de del dela della delle delli dello degli dei di da do dos das des du d ter te ten t het af av zu la le les las los lo y e i und bin ibn ben bint binti binte bte bt vd vdr vander vanden vande',
);
/** These are never a surname or a given name by themselves. */
export const SURE_AFFIXES = set('von vom zum zur vanden vander vande della delle degli dello dela het bin ibn bint binti binte vdr vd t y');
/** These are written together with what follows as often as apart. */
export const JOINED = set('mac o dell dall nell all saint abu umm fitz');

/** The ways in which one title, article or beginning of a name is written, each mapped to one of them. */
export const SPELLINGS: ReadonlyMap<string, string> = new Map(
  'shaikh:sheikh shaykh:sheikh sheik:sheikh shaik:sheikh sheykh:sheikh shekh:sheikh cheikh:sheikh seikh:sheikh scheich:sheikh mc:mac st:saint ste:saint sankt:saint sint:saint hajji:hadji haj:hadji hajj:hadji hadj:hadji haji:hadji jr:junior jnr:junior sr:senior snr:senior aboo:abu abou:abu bou:abu um:umm oum:umm oglu:ogly ogli:ogly ugli:ogly uly:ogly ulu:ogly kyzy:qizi kizi:qizi gizi:qizi qyzy:qizi qizy:qizi'.split(' ').map((pair) => pair.split(':') as [string, string]),
);

/** Before Thai, after Chinese, Japanese and Korean names, without a space between. */
export const THAI_TITLE = /^(?:นางสาว|นาย|นาง|เด็กชาย|เด็กหญิง|ดร\.?|คุณ)(?=[\u0e00-\u0e7f]{2,})/u;
export const CJK_TITLE = /(?<=.{2})(?:先生|女士|小姐|太太|博士|教授|医生|醫生|律师|同志|さん|さま|様|くん|君|ちゃん|氏|씨|님|선생님|박사|교수|여사)$/u;

/** Patronymics, and the words that join with the name before them. */
export const PATRONYMIC = /(?:[oe]vich|[oe]vych|[oe]vic|[oe]vna|[iy]vna|ivna|ichna|inichna|[iy]ch|yich)$/;
export const CHILD_OF = set('ogly qizi bin ibn ben bint binti binte bte bt');
/** بن and the like, in Arabic, Hebrew. */
export const SCRIPT_AFFIXES = set('بن ابن بنت بنی בן בת אבן und');

/** Whether a folded word without a stop is any of these. */
export function isTitle(word: string): boolean {
  return [SURE_TITLES, LIKELY_TITLES, LOOSE_TITLES, SUFFIXES, LOOSE_SUFFIXES].some((titles) => titles.has(word));
}
