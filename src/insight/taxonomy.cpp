// SPDX-License-Identifier: Apache-2.0
#include "insight/taxonomy.h"

#include "insight/phrase_list.h"

namespace kolog::insight {
namespace {

struct ServiceRow {
  std::string_view id;
  std::string_view hebrew_name;
  std::string_view english_name;
  std::string_view keywords;
};

constexpr ServiceRow kServices[] = {
    {"renovation", "שיפוצים", "renovation",
     "שיפוצים|שיפוץ|שיפוצניק|שיפוצניקים|שיפוצניקית|לשפץ|משפץ|משפצת|משפצים|קבלן שיפוצים|קבלן|שיפוץ דירה|"
     "שיפוץ בית|שיפוץ אמבטיה|שיפוץ חדר אמבטיה|שיפוץ מטבח|גבס|עבודות גבס|קירות גבס|קיר גבס|גבסן|"
     "הנמכת תקרה|טיח|טייח|עבודות בנייה|הריסה|הריסת קיר|עיצוב פנים|מעצבת פנים|מעצב פנים|מעצבת|renovation|"
     "renovations|renovate|renovating|renovator|renovated|remodel|remodeling|remodelling|"
     "home improvement|contractor|general contractor|building contractor|handyman|bathroom renovation|"
     "kitchen renovation|drywall|plasterboard|plastering|plasterer|drywaller|interior design|"
     "interior designer|designer|refurbish|refurbishment"},
    {"plumbing", "אינסטלציה", "plumbing",
     "אינסטלציה|אינסטלטור|אינסטלטורית|אינסטלטורים|אינסטולטור|אינסטלאטור|שרברב|שרברבות|שרברבית|שרברבים|"
     "פתיחת סתימות|פתיחת סתימה|לפתוח סתימה|סתימה בביוב|עבודות אינסטלציה|ביובית|צילום קו ביוב|plumber|"
     "plumbing|plummer|drain cleaning|drain cleaner|drain unblocking|unclog|unblock|pipe repair|"
     "plumbing work|sewer cleaning"},
    {"electrical", "חשמל", "electrical work",
     "חשמלאי|חשמלאית|חשמלאים|חשמלאות|עבודות חשמל|עבודת חשמל|טכנאי חשמל|לוח חשמל|ארון חשמל|תיקון חשמל|"
     "תיקוני חשמל|חשמלאי מוסמך|חשמל|נקודת חשמל|נקודות חשמל|electrician|electricians|electrical|"
     "electrical work|electrics|electric work|electrical repair|fuse box|electrical panel|rewiring|"
     "rewire|wiring"},
    {"air_conditioning", "מיזוג אוויר", "air conditioning",
     "מזגן|מזגנים|מיזוג|מיזוג אוויר|מיזוג אויר|טכנאי מזגנים|טכנאי מזגן|תיקון מזגן|תיקון מזגנים|"
     "התקנת מזגן|התקנת מזגנים|ניקוי מזגן|ניקוי מזגנים|מזגן מרכזי|מיני מרכזי|מילוי גז במזגן|מזגנאי|"
     "air conditioning|air conditioner|air conditioners|air con|aircon|ac|a c|ac unit|ac repair|"
     "ac technician|hvac|air conditioner repair|air conditioning repair|air conditioning technician"},
    {"moving", "הובלות", "moving",
     "הובלה|הובלות|הובלת דירה|הובלת דירות|הובלת|מוביל|מובילים|חברת הובלות|חברת הובלה|להוביל|מעבר דירה|"
     "מעביר דירה|סבלים|סבל|מנוף הרמה|הובלת פסנתר|הובלת רהיטים|משאית הובלה|עוברים דירה|עובר דירה|"
     "עוברת דירה|לעבור דירה|אריזה והובלה|moving|mover|movers|moving company|moving service|"
     "moving services|house move|relocation|removals|moving apartment|moving apartments|moving truck|"
     "moving house|movers company|removal company|furniture moving|להעביר רהיטים|להעביר ספה|להעביר דירה|"
     "להעביר ארון|להעביר מקרר|לארוז|move my furniture|move my apartment|move a sofa|move some furniture|"
     "move a piano|move our stuff|move my stuff"},
    {"cleaning", "ניקיון", "cleaning",
     "ניקיון|ניקיונות|נקיון|נקיונות|ניקיון בית|ניקיון דירה|ניקיון יסודי|ניקיון אחרי שיפוץ|ניקיון משרד|"
     "ניקיון משרדים|מנקה|מנקים|מנקות|עוזרת|עוזרת בית|חברת ניקיון|חברת ניקיונות|ניקוי ספות|ניקוי ספה|"
     "ניקוי שטיחים|ניקוי שטיח|ניקוי חלונות|ניקוי|לנקות|ריפוד|ניקוי ריפודים|ניקוי מזרנים|ניקוי דירה|"
     "פוליש|cleaning|cleaner|cleaners|cleaning lady|house cleaning|home cleaning|office cleaning|"
     "deep clean|deep cleaning|maid|housekeeper|housekeeping|sofa cleaning|carpet cleaning|"
     "window cleaning|upholstery|upholstery cleaning|cleaning company|cleaning service|"
     "clean my apartment|clean my house|clean the apartment|clean the house"},
    {"painting", "צביעה", "painting",
     "צבעי|צבעים|צבע לבית|צביעה|צביעת|צביעת דירה|צביעת בית|לצבוע|עבודות צבע|צבעית|צביעת קירות|"
     "לצבוע את הדירה|צבע ושפכטל|painter|painters|painting|paint job|paint my apartment|"
     "paint the apartment|paint my house|paint the house|paint a room|paint the walls|house painter|"
     "house painting|wall painting|repaint|repainting|paint"},
    {"locksmith", "מנעולן", "locksmith services",
     "מנעולן|מנעולנים|מנעולנות|פורץ מנעולים|פורץ דלתות|פריצת דלת|פריצת דלתות|פריצת מנעול|פריצת מנעולים|"
     "פורץ|לפרוץ דלת|לפרוץ את הדלת|לפרוץ מנעול|החלפת מנעול|החלפת מנעולים|החלפת צילינדר|להחליף צילינדר|"
     "להחליף מנעול|צילינדר|שכפול מפתחות|locksmith|lock smith|locksmiths|lock change|change the lock|"
     "change the locks|change locks|replace the lock|new lock|lock replacement|key duplication|"
     "lock repair"},
    {"gardening", "גינון", "gardening",
     "גינון|גנן|גננים|גנן לגינה|לגנן|כיסוח דשא|לכסח|לכסח דשא|לכסח את הדשא|גיזום|לגזום|גיזום עצים|"
     "עבודות גינון|השקיה|מערכת השקיה|הקמת גינה|תחזוקת גינה|דשא סינטטי|עיצוב גינות|כריתת עץ|כריתת עצים|"
     "gardening|gardener|gardeners|garden maintenance|landscaping|landscaper|lawn mowing|mow the lawn|"
     "mow my lawn|tree trimming|trim the trees|tree cutting|hedge trimming|irrigation|garden work"},
    {"pest_control", "הדברה", "pest control",
     "הדברה|הדברות|מדביר|מדבירים|מדבירה|להדביר|חברת הדברה|ריסוס|לרסס|ריסוס נגד|הדברת|לוכד נחשים|"
     "לוכד עכברים|pest control|exterminator|exterminators|exterminate|extermination|fumigation|fumigate|"
     "fumigator|bug spray|pest|pests|pest controller"},
    {"waterproofing", "איטום", "waterproofing",
     "איטום|איטום גגות|איטום גג|לאטום|אוטם|אוטמים|זיפות|זיפות גגות|יריעות ביטומניות|איטום מרפסת|"
     "איטום קירות|waterproofing|water proofing|waterproof|roof sealing|seal the roof|sealing the roof|"
     "sealing|damp proofing|roof waterproofing|tarring"},
    {"water_heater", "דודי שמש", "water heaters",
     "דוד שמש|דודי שמש|דוד חשמל|דוד מים|תיקון דוד|תיקון דודים|דודים|החלפת דוד|דוד חדש|הדוד|בדוד|לדוד|"
     "קולטים|קולט שמש|גוף חימום|תרמוסטט|טכנאי דודים|בוילר|בוילרים|החלפת דוד שמש|water heater|"
     "water heaters|boiler|boilers|solar heater|solar water heater|water heater repair|new water heater|"
     "hot water tank|heating element|dud shemesh"},
    {"carpentry", "נגרות", "carpentry",
     "נגרות|נגר|נגרים|נגרית|עבודות נגרות|עבודות עץ|ארון קיר|ארונות קיר|ארון הזזה|ארון בהתאמה אישית|"
     "דלתות|דלתות פנים|דלת פנים|תיקון דלתות|תיקון דלת|החלפת דלת|מטבחים|מטבח חדש|מטבח בהתאמה אישית|"
     "ארונות מטבח|ספרייה בהתאמה|רהיטים בהתאמה אישית|פרגולה|carpentry|carpenter|carpenters|woodwork|"
     "woodworker|cabinet maker|cabinets|door repair|new doors|new door|doors|interior doors|"
     "kitchen remodeling|new kitchen|kitchen cabinets|custom furniture|built in closet|closet|wardrobe|"
     "pergola"},
    {"flooring", "ריצוף", "flooring",
     "ריצוף|רצף|רצפים|לרצף|פרקט|פרקטים|הנחת פרקט|קרמיקה|הנחת קרמיקה|אריחים|החלפת ריצוף|החלפת אריחים|"
     "חיפוי קירות|ליטוש רצפה|ליטוש|פוגות|flooring|floor tiling|floor tiles|tiling|tiler|tilers|parquet|"
     "laminate floor|laminate flooring|hardwood floor|wood floor|wooden floor|new floor|tiles|"
     "floor installation|grout"},
    {"windows_aluminium", "חלונות ואלומיניום", "windows and aluminium",
     "אלומיניום|עבודות אלומיניום|אלומיניומאי|חלונות אלומיניום|חלון אלומיניום|תיקון חלונות|תיקון חלון|"
     "החלפת חלונות|החלפת חלון|חלונות|זגג|זגגים|זגגות|החלפת זכוכית|זכוכית לחלון|חלון שבור|זכוכית שבורה|"
     "רשתות|רשת יתושים|רשתות לחלונות|ויטרינה|מקלחון|aluminum|aluminium|aluminum work|aluminium work|"
     "window repair|windows|window replacement|replace a window|replace the window|new windows|glazier|"
     "glaziers|glazing|broken window|window glass|window screens|mosquito screens|shower door|"
     "double glazing"},
    {"shutters", "תריסים", "shutters",
     "תריס|תריסים|תיקון תריס|תיקון תריסים|תריס חשמלי|תריסים חשמליים|תריסן|תריס גלילה|תריסי גלילה|תריסול|"
     "shutter|shutters|shutter repair|roller shutter|roller shutters|electric shutter|electric shutters|"
     "roll up shutters|window shutters|blinds"},
    {"appliance_repair", "תיקון מכשירי חשמל", "appliance repair",
     "תיקון מכונות כביסה|תיקון מכונת כביסה|מכונת כביסה|מכונות כביסה|תיקון מקררים|תיקון מקרר|מקרר|מקררים|"
     "מקפיא|מדיח|מדיחים|מדיח כלים|תיקון מדיח|תנור|תנור אפייה|תיקון תנור|תיקון תנורים|מייבש כביסה|מייבש|"
     "טכנאי מקררים|טכנאי מכונות כביסה|טכנאי תנורים|תיקון מוצרי חשמל|מוצרי חשמל|מכשירי חשמל|"
     "תיקון מכשירי חשמל|מיקרוגל|כיריים|washing machine|washing machines|washing machine repair|washer|"
     "dryer|tumble dryer|refrigerator|refrigerators|refrigerator repair|fridge|fridges|fridge repair|"
     "freezer|dishwasher|dishwashers|oven|oven repair|stove|microwave|appliance|appliances|"
     "appliance repair|appliance technician"},
    {"gas", "גז", "gas",
     "טכנאי גז|גז|התקנת גז|בלון גז|בלוני גז|נקודת גז|צנרת גז|דליפת גז|תיקון גז|מתקין גז|gas technician|"
     "gas leak|gas installation|gas line|gas cylinder|gas stove installation|gas pipe|gas fitter|"
     "gas engineer|gas balloon|gas"},
    {"junk_removal", "פינוי", "junk removal",
     "פינוי פסולת|פינוי|פינוי גרוטאות|פינוי רהיטים|פינוי דירה|פינוי דירות|פינוי תכולה|לפנות פסולת|"
     "לפנות גרוטאות|לפנות רהיטים|גרוטאות|מכולה לפסולת|מכולת פסולת|פסולת בניין|פינוי פסולת בניין|"
     "junk removal|junk|rubbish removal|trash removal|waste removal|debris removal|haul away|hauling|"
     "house clearance|clear out|dumpster|skip hire|old furniture removal|garbage removal"},
    {"security_cameras", "מצלמות אבטחה", "security cameras",
     "מצלמות אבטחה|מצלמת אבטחה|מצלמות|התקנת מצלמות|מצלמה|אזעקה|אזעקות|מערכת אזעקה|אינטרקום|טמ\"ס|מיגון|"
     "security cameras|security camera|cameras|cctv|surveillance cameras|surveillance|alarm system|"
     "burglar alarm|alarm|intercom|camera installation|install cameras"},
    {"computer_repair", "תיקון מחשבים", "computer repair",
     "תיקון מחשבים|תיקון מחשב|טכנאי מחשבים|טכנאי מחשב|מחשב|מחשבים|מחשב נייד|לפטופ|שחזור מידע|מדפסת|"
     "computer repair|computer technician|computer|computers|laptop|laptops|laptop repair|pc repair|"
     "data recovery|printer|computer guy"},
    {"towing", "גרירה", "towing",
     "גרירה|גרר|גרר לרכב|גרירת רכב|גרירת|משאית גרר|שירותי גרירה|חילוץ רכב|חילוץ|לגרור|אוטו גרר|towing|"
     "tow truck|tow|tow my car|towed|roadside assistance|wrecker|breakdown service"},
};

constexpr Symptom kSymptoms[] = {
    {"renovation",
     "להפיל קיר|לשבור קיר|לבנות קיר|להרחיב את הבית|מרפסת חדשה|knock down a wall|take down a wall|"
     "new bathroom"},
    {"plumbing",
     "נזילה|נזילות|נוזל|נוזלים|דולף|דליפה|דליפת מים|סתימה|סתימות|סתום|סתומה|נסתם|נסתמה|צינור|צינורות|"
     "התפוצץ צינור|פיצוץ בצינור|פיצוץ מים|ברז|ברזים|ניאגרה|אסלה|שירותים סתומים|כיור|ביוב|הצפה|מוצף|"
     "לחץ מים|סיפון|leak|leaks|leaking|leaky|burst pipe|pipe burst|pipe|pipes|clogged|blocked drain|"
     "blocked|clog|drain|drains|toilet|faucet|tap|sink|sewage|sewer|flooded|flooding|water pressure|"
     "dripping"},
    {"electrical",
     "אין חשמל|אין לי חשמל|אין לנו חשמל|קפץ החשמל|נפל החשמל|נפל לי החשמל|החשמל קופץ|החשמל נופל|קצר|"
     "קצר חשמלי|שקע|שקעים|פקק חשמל|הפסקת חשמל|תאורה|מנורה|מנורות|להתקין מנורה|נברשת|מפסק|מאוורר תקרה|"
     "no electricity|no power|power outage|power is out|power went out|power keeps tripping|"
     "short circuit|outlet|outlets|socket|sockets|circuit breaker|breaker|fuse|sparks|light fixture|"
     "light fixtures|ceiling fan|lights went out|chandelier"},
    {"air_conditioning",
     "לא מקרר את הבית|לא מקרר את החדר|מטפטף מהמזגן|not cooling|doesnt cool|blowing hot air|"
     "blowing warm air"},
    {"cleaning", "מלוכלך|מלוכלכת|אבק בכל הבית|filthy|very dirty"},
    {"painting", "קירות מתקלפים|הצבע מתקלף|לסייד|סיוד|peeling walls|whitewash|fresh coat"},
    {"locksmith",
     "ננעלתי|ננעלנו|ננעלה|נעול בחוץ|נעולה בחוץ|המפתח נשבר|מפתח נשבר|נשבר המפתח|נשבר לי המפתח|המפתח נתקע|"
     "מפתח תקוע|איבדתי את המפתח|איבדתי את המפתחות|אבד לי המפתח|שכחתי את המפתח|שכחתי מפתח|הדלת נטרקה|"
     "נטרקה הדלת|נטרקה לי הדלת|הדלת ננעלה|לא נפתחת הדלת|הדלת לא נפתחת|מפתחות בפנים|locked out|"
     "locked myself out|lost my keys|lost my key|lost the keys|key broke|broken key|key is stuck|"
     "key stuck|keys inside|keys are inside|door slammed|door wont open|cant open the door|"
     "lock is broken|lock is stuck|locked us out"},
    {"gardening", "דשא|גינה|גדר חיה|עץ נפל|עצים|lawn|hedge|garden|grass|bushes"},
    {"pest_control",
     "ג'וק|ג'וקים|ג׳וקים|מקק|מקקים|תיקן|תיקנים|נמלים|נמלה|עכבר|עכברים|חולדה|חולדות|פשפש|פשפשים|"
     "פשפש המיטה|טרמיטים|פרעושים|יתושים|עכביש|עכבישים|עקרב|עקרבים|נחש|צרעות|קן צרעות|דבורים|חרקים|"
     "מזיקים|יונים|cockroach|cockroaches|roach|roaches|ants|mice|mouse|rats|rat|bed bugs|bedbugs|"
     "termites|fleas|mosquitoes|spiders|scorpion|wasps|wasp nest|bees|insects|bugs|rodents|infestation|"
     "vermin"},
    {"waterproofing",
     "רטיבות|רטיבות בקיר|רטיבות בתקרה|נזילה מהגג|נזילה בגג|נזילות מהגג|הגג נוזל|הגג דולף|נוזל מהגג|"
     "דולף מהגג|נזילה מהתקרה|נוזל מהתקרה|עובש|דליפה מהגג|מים נכנסים מהגג|גשם נכנס|roof leak|"
     "roof is leaking|leaking roof|roof leaks|leak in the roof|leak from the roof|damp wall|dampness|"
     "damp|mould|mold|leaking ceiling|ceiling is leaking|rain comes in"},
    {"water_heater",
     "אין מים חמים|אין לי מים חמים|אין לנו מים חמים|מים קרים במקלחת|no hot water|"
     "hot water is not working|dont have hot water|only cold water"},
    {"carpentry",
     "ארון|ארונות|מדף|מדפים|שולחן עץ|דלת לא נסגרת|מיטה נשברה|shelf|shelves|bookcase|wooden table|"
     "cupboard"},
    {"flooring", "רצפה|מרצפת|מרצפות|מרצפות שבורות|floor|broken tiles|loose tiles"},
    {"windows_aluminium", "חלון|זכוכית|window|glass"},
    {"shutters", "התריס תקוע|התריס נתקע|shutter is stuck"},
    {"appliance_repair", "לא סוחטת|לא סוחט|doesnt spin|wont spin|wont drain"},
    {"gas", "ריח של גז|ריח גז|smell of gas|smell gas|gas smell"},
    {"junk_removal",
     "רהיטים ישנים|ספה ישנה לזרוק|לזרוק ספה|לזרוק רהיטים|old furniture|get rid of|old sofa|trash"},
    {"security_cameras", "פרצו לי לבית|security system"},
    {"computer_repair", "וירוס|המסך שחור|hard drive|hard disk|blue screen"},
    {"towing",
     "נתקעתי עם הרכב|הרכב נתקע|נתקע לי הרכב|האוטו נתקע|נתקע לי האוטו|הרכב לא מניע|האוטו לא מניע|"
     "תקוע עם הרכב|תקועה עם הרכב|תאונה|פנצר|פנצ'ר|car broke down|car wont start|broke down|"
     "stuck on the highway|flat tire|dead battery|car is stuck"},
};

}  // namespace

const domain::Taxonomy& default_taxonomy() {
  static const auto taxonomy = [] {
    domain::Taxonomy services;
    for (const auto& row : kServices) {
      domain::Service service{
          std::string(row.id), std::string(row.hebrew_name), std::string(row.english_name), {}};
      for_each_phrase(row.keywords, [&](std::string_view phrase) { service.keywords.emplace_back(phrase); });
      services.push_back(std::move(service));
    }
    return services;
  }();
  return taxonomy;
}

const domain::InsightSettings& default_settings() {
  static const domain::InsightSettings settings{.services = default_taxonomy()};
  return settings;
}

std::span<const Symptom> symptoms() {
  return kSymptoms;
}

std::span<const Symptom> hints() {
  return {};
}

std::string_view other_trades() {
  return "רופא שיניים|dentist";
}

}  // namespace kolog::insight
