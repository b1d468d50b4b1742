/**
 * What people and programs write if they know nothing, by how sure that is in a column of names. Small letters; accents do not count. Entries are between bars.
 * Collected for this project. Any change is a new version of the rules (rules.ts).
 */

/** Nobody's name, in whatever letters it is written. */
export const PLACEHOLDERS = `
unknown|unkn|not known|name unknown|unknown name|unknown person|n/a|n/k|n/d|s/d|n/r|n/c|n.n|not available|not applicable|not given|not provided|not recorded|not specified|not stated|
not disclosed|unk|s/n|o.a|n n|test test|prefer not to say|declined to answer|not for publication|name withheld|no name given|none given|none recorded|none provided|no record|see above|as above|same as above|see notes|siehe oben|zie boven|baby boy|baby girl|male infant|female infant|infant male|infant female|unspecified|unidentified|undisclosed|undefined|no name|no data|no value|no information|anonymous|unnamed|no surname|no first name|no last name|no given name|no family name|redacted|withheld|to be confirmed|to be determined|fnu|lnu|
onbekend|onbekende|onbek.|nomen nescio|niet bekend|naam onbekend|n.v.t|nvt|niet van toepassing|niet opgegeven|niet ingevuld|geen naam|geen gegevens|anoniem|
unbekannt|unbekannte|unbek.|leer|unbekannter|nicht bekannt|name unbekannt|keine angabe|keine angaben|ohne angabe|nicht angegeben|nicht vorhanden|anonym|
inconnu|inconnue|vide|non connu|non renseigne|non renseignee|non communique|non precise|non disponible|sans nom|sans objet|anonyme|
desconocido|desconocida|se desconoce|no consta|sin datos|sin nombre|sin apellido|sin apellidos|en blanco|no disponible|no aplica|sin especificar|no especificado|anonimo|anonima|
desconhecido|desconhecida|nao informado|nao informada|sem informacao|nao consta|nao disponivel|sem nome|sem sobrenome|nao se aplica|
sconosciuto|sconosciuta|non disponibile|non noto|non nota|non pervenuto|senza nome|vuoto|anonima|
nieznany|nieznana|nieznane|brak danych|nie dotyczy|nie podano|b/d|nezname|neuvedeno|neuvedene|ismeretlen|nincs adat|necunoscut|necunoscuta|fara date|nespecificat|
bilinmiyor|bilinmeyen|belirtilmemis|okand|uppgift saknas|ej angivet|ukendt|ukjent|ikke oplyst|ikke oppgitt|tuntematon|ei tiedossa|teadmata|nezinams|nezinoma|nezinomas|
nepoznat|nepoznata|nepoznato|neznan|neznana|neznano|i panjohur|e panjohur|tidak diketahui|tidak ada|tidak tersedia|haijulikani|
неизвестно|неизв.|неизвестен|неизвестна|имя неизвестно|не известно|не указано|не указан|не указана|нет данных|без имени|отсутствует|аноним|н/д|
невідомо|невідомий|невідома|не вказано|немає даних|невядома|непознат|непозната|непознато|αγνωστο|αγνωστος|αγνωστη|უცნობი|անհայտ|
غير معروف|غير معروفة|مجهول|مجهولة|غير متوفر|غير محدد|لا يوجد|لا ينطبق|بدون اسم|نامعلوم|ناشناس|نامشخص|לא ידוע|לא ידועה|אין נתונים|לא זמין|ללא שם|
無|无|不详|不詳|未知|不明|佚名|匿名|未填|未填写|未提供|暂无|無名氏|无名氏|未記入|記載なし|該当なし|미상|불명|없음|해당없음|해당 없음|미기재|
अज्ञात|उपलब्ध नहीं|लागू नहीं|অজানা|অজ্ঞাত|ไม่ทราบ|ไม่ระบุ|ไม่มี|ያልታወቀ
`;

/** Also surnames (Null, Neizvestny). If they are written as names are, with a capital and then small letters, they are somebody's name. */
export const UNLESS_CAPITALISED = `
null|none|test|dummy|asdf|qwerty|ditto|idem|declined|refused|confidential|deleted|suppressed|newborn|нет|немає|nn|nfn|nln|tbd|tbc|tba|missing|geen|ontbreekt|keine|fehlt|entfallt|neant|aucun|aucune|ninguno|ninguna|ignorado|ignoto|ignota|nessuno|saknas|неизвестный|неизвестная|neznamy|neznama
`;

/** Initials as well, unless a small letter says that they are none. */
export const UNLESS_INITIALS = 'n.a|k.a|n.d|n.k|n.c|s.d';

/** Names of many people in whatever letters. In columns that hold no names they are placeholders. NaN is separate, because only programs write it so. */
export const NOT_IN_NAMES = 'na|nan|nil|brak|yok|empty|blank|khong ro|khong biet|khong co|なし';
