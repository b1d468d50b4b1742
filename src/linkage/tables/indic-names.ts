/**
 * Frequent names in the scripts of India, whose exact key is the usual Latin spelling: what this program reads them as (scripts/indic.ts), or what follows the
 * name. Long and short vowels differ in these scripts and not in Latin letters, so any other name stays in its own letters: कमल and कमाल are two. No two of one
 * script share a spelling: a test enforces it. Compiled for this project.
 */
export const INDIC_NAMES = [
  // Devanagari
  'राम श्याम मोहन सोहन रोहन राजेश महेश सुरेश रमेश दिनेश मुकेश नरेश गणेश उमेश योगेश जितेश हितेश नीलेश शैलेश कमलेश राजीव संजीव संजय विजय अजय जय अभय विनय मनोज सरोज अनिल सुनील नवीन प्रवीण रवि शशि हरि मणि गिरि अमित सुमित रोहित मोहित अंकित सचिन विपिन नितिन अरुण वरुण तरुण करण चरण किरण पवन गगन मदन चंदन नंदन अशोक आलोक विवेक दीपक विनोद प्रमोद आनंद गोविंद अरविंद मुकुंद परमानंद राहुल विपुल अतुल नकुल',
  'राकेश लोकेश मनीष आशीष सतीश हरीश जगदीश अविनाश आकाश विकास प्रकाश कैलाश सुभाष संतोष राजकुमार कुमार राजा अर्जुन भीम कृष्ण विष्णु शिव शंकर महादेव देव वासुदेव बलदेव नरेंद्र महेंद्र राजेंद्र सुरेंद्र जितेंद्र धर्मेंद्र वीरेंद्र देवेंद्र उपेंद्र इंद्र चंद्र रामचंद्र सुभाषचंद्र जगन्नाथ विश्वनाथ सोमनाथ रघुनाथ नाथ दास रामदास तुलसीदास',
  'सीता गीता नीता रीता अनीता सुनीता संगीता कविता सरिता ममता नम्रता राधा माया छाया सुषमा रमा उमा क्षमा पूनम पूजा आरती भारती सरस्वती पार्वती मीरा इंदिरा सुधा शोभा प्रभा आशा उषा निशा दिशा ईशा रेखा सुरेखा शिखा नेहा स्नेहा प्रिया सुप्रिया श्रिया दिव्या काव्या विद्या संध्या सोनिया प्रियंका राधिका अंबिका दीपिका मोनिका रुपाली वैशाली सोनाली अंजलि दीपा रूपा कल्पना अर्चना वंदना साधना भावना रंजना मीना रीना नीना टीना कमला विमला निर्मला शकुंतला मंजू अंजू संजू रानी जूही सावित्री गायत्री मैत्री देवी श्रीदेवी शांति क्रांति कांति ज्योति स्मृति प्रकृति कीर्ति मालती ललिता अमृता',
  'शर्मा वर्मा मिश्रा गुप्ता दत्ता सिन्हा ओझा झा पांडे पांडेय चौबे दुबे तिवारी त्रिपाठी चतुर्वेदी द्विवेदी त्रिवेदी शुक्ला अवस्थी जोशी पंत नेगी रावत बिष्ट भट्ट यादव चौधरी ठाकुर राजपूत चौहान राठौर सोलंकी परमार तोमर मलिक मल्होत्रा खन्ना चोपड़ा अरोड़ा बत्रा आहूजा सेठी भाटिया ग्रोवर बंसल मित्तल जिंदल गोयल सिंघल जैन शाह मेहता पटेल देसाई पारेख ठक्कर गांधी नेहरू मोदी पवार पाटिल जाधव शिंदे गायकवाड़ कांबले मोरे भोसले कुलकर्णी देशपांडे देशमुख जोगी बच्चन खान अंसारी कुरैशी सिद्दीकी हुसैन अहमद मोहम्मद अली हसन इमरान सलमान शाहरुख आमिर अकबर जोसेफ',
  'कपूर=kapoor अग्रवाल=agarwal लक्ष्मी=lakshmi श्रीवास्तव=srivastava वाजपेयी=vajpayee बनर्जी=banerjee मुखर्जी=mukherjee चटर्जी=chatterjee सिंह=singh कौर=kaur पूर्णिमा=purnima अभिषेक=abhishek ऋषि=rishi ऋतु=ritu श्री=shri यश=yash हर्ष=harsh आदित्य=aditya सूर्य=surya वीर=veer',
  // Bengali
  'শেখ=sheikh হাসিনা খালেদা রহিম করিম রহমান হোসেন=hussain আহমেদ=ahmed মোহাম্মদ=mohammed আলী=ali খান=khan ইসলাম=islam উদ্দিন=uddin মিয়া=mia বেগম=begum খাতুন=khatun আক্তার=akter চৌধুরী=chowdhury দাস=das রায়=roy সেন=sen ঘোষ=ghosh বসু=basu মিত্র=mitra সাহা=saha পাল=pal দত্ত=dutta গুপ্ত=gupta ব্যানার্জী=banerjee মুখার্জী=mukherjee চ্যাটার্জী=chatterjee রবীন্দ্রনাথ=rabindranath ঠাকুর=tagore সত্যজিৎ=satyajit অমর্ত্য=amartya সুমন=suman অনিল=anil সুনীল=sunil গোপাল=gopal কৃষ্ণ=krishna',
  // Gurmukhi, Gujarati
  'ਸਿੰਘ=singh ਕੌਰ=kaur ਗੁਰਪ੍ਰੀਤ=gurpreet ਹਰਪ੍ਰੀਤ=harpreet ਮਨਪ੍ਰੀਤ=manpreet ਜਸਪ੍ਰੀਤ=jaspreet ਸੁਖਵਿੰਦਰ=sukhwinder ਬਲਵਿੰਦਰ=balwinder ਕੁਲਵਿੰਦਰ=kulwinder ਅਮਰਜੀਤ=amarjeet ਗਿੱਲ=gill ਸੰਧੂ=sandhu સિંહ=singh પટેલ=patel શાહ=shah મહેતા=mehta દેસાઈ=desai જોશી=joshi મોદી=modi ગાંધી=gandhi',
  // Tamil, Telugu, Kannada, Malayalam
  'குமார்=kumar ராமன்=raman முருகன்=murugan செல்வம்=selvam கண்ணன்=kannan ராஜா=raja லட்சுமி=lakshmi பாலன்=balan సుబ్బారావు=subbarao రావు=rao రెడ్డి=reddy కుమార్=kumar లక్ష్మి=lakshmi శ్రీనివాస్=srinivas వెంకటేశ్వర=venkateswara ಕುಮಾರ್=kumar ರಾವ್=rao ಗೌಡ=gowda ಲಕ್ಷ್ಮಿ=lakshmi കുമാർ=kumar നായർ=nair മേനോൻ=menon ലക്ഷ്മി=lakshmi',
].join(' ');
