// SPDX-License-Identifier: Apache-2.0
#include "insight/taxonomy_tables.h"

namespace kolog::insight {
namespace {

constexpr Symptom kRows[] = {
    {"renovation",
     "renovation|renovations|renovate|renovating|renovator|renovated|remodel|remodeling|remodelling|"
     "remodeler|remodelled|home improvement|contractor|contractors|general contractor|building contractor|"
     "handyman|handy man|handyperson|odd jobs|home repairs|building work|construction work|masonry|mason|"
     "bricklayer|bathroom renovation|bathroom remodel|kitchen renovation|kitchen remodel|"
     "apartment renovation|house renovation|home extension|house extension|drywall|dry wall|sheetrock|"
     "plasterboard|gypsum board|plastering|plasterer|drywaller|dropped ceiling|suspended ceiling|"
     "false ceiling|demolition|knock through|interior design|interior designer|refurbish|refurbishing|"
     "refurbishment|shiputz|shiputzim|shiputznik|kablan|lintel|structural engineer|wheelchair accessible|"
     "accessibility work|concrete cutting|core drilling|soundproofing"},
    {"plumbing",
     "plumber|plumbers|plumbing|plummer|plumer|plumming|drain cleaning|drain cleaner|drain unblocking|"
     "unclog|unclogged|unclogging|unblock|unblocking|unblocked|pipe repair|pipe replacement|repipe|"
     "plumbing work|sewer cleaning|sewer line|sewer camera|leak detection|septic tank|septic pump|cesspit|"
     "cesspool|toilet repair|toilet installation|new toilet|faucet repair|faucet replacement|new faucet|"
     "tap replacement|new tap|sink installation|water softener|water filter|garbage disposal|"
     "garbage disposal unit|sump pump|water pump|pressure pump|water pipe|water pipes|water main|"
     "instalator|installator|drain jetting|pipe relining|water softeners|bidet installation|"
     "jacuzzi repair|hidden leak|gutter cleaning"},
    {"electrical",
     "electrician|electricians|electrical|electrical work|electrics|electric work|electrical repair|"
     "electrical problem|electrical issue|electricity problem|fuse box|fuse board|breaker box|"
     "breaker panel|consumer unit|electrical panel|electric panel|distribution board|rewiring|rewire|"
     "rewired|wiring|ceiling fan installation|ceiling fan|ceiling fans|light fixture|light fixtures|"
     "light fitting|light fittings|recessed lights|led lights|lighting installation|dimmer switch|"
     "electrical outlet|electrical outlets|electric socket|power point|power points|power socket|"
     "ev charger|car charger|charging station|electric car charger|three phase|3 phase|grounding|"
     "circuit breaker|circuit breakers|generator|smart home|chashmalai|hashmalai|ev charging|wallbox|"
     "doorbell installation|extractor fan|underfloor heating|electric gate|gate motor|emergency lighting|"
     "outdoor lighting"},
    {"air_conditioning",
     "air conditioning|airconditioning|air conditioner|air conditioners|airconditioner|aircondition|"
     "air condition|air con|aircon|aircons|air cons|ac|acs|a c|ac unit|ac units|ac repair|ac installation|"
     "ac technician|ac guy|hvac|split unit|split system|mini split|mini central|central air|inverter unit|"
     "air conditioner repair|air conditioning repair|air conditioner installation|"
     "air conditioning technician|air conditioner technician|cooling technician|mazgan|mazganim|"
     "condenser unit|outdoor unit|cold room|duct cleaning|vrf system|chiller|fan coil"},
    {"moving",
     "moving|mover|movers|moving company|moving companies|moving service|moving services|moving van|"
     "moving truck|moving day|moving house|moving apartment|moving apartments|moving flat|moving flats|"
     "moving home|moving out|moving office|moving offices|moving boxes|office move|apartment move|"
     "local move|house move|relocation|relocating|relocate|removals|removal company|removal men|"
     "removal van|movers company|furniture moving|move furniture|furniture delivery|furniture transport|"
     "man with a van|man and van|van and man|packing service|packing and moving|pack and move|packers|"
     "porters|storage unit|piano moving|piano movers|move my furniture|move my apartment|move my flat|"
     "move a sofa|move a couch|move some furniture|move a piano|move a fridge|move our stuff|"
     "move my stuff|move my things|move our things|hovalot|hovala|piano mover|safe movers|student move|"
     "international movers|overseas shipping|furniture lift|self storage|boat transport"},
    {"cleaning",
     "cleaning|cleaner|cleaners|cleaning lady|cleaning ladies|cleaning woman|cleaning person|"
     "cleaning team|cleaning crew|cleaning girl|house cleaner|house cleaners|house cleaning|home cleaning|"
     "office cleaning|office cleaner|apartment cleaning|flat cleaning|spring cleaning|spring clean|"
     "pesach cleaning|passover cleaning|deep clean|deep cleaning|deep cleaned|end of tenancy|"
     "move out cleaning|move out clean|move in clean|post renovation cleaning|after builders clean|"
     "airbnb cleaning|turnover cleaning|stairwell cleaning|maid|maids|maid service|housekeeper|"
     "housekeepers|housekeeping|domestic help|home help|sofa cleaning|couch cleaning|rug cleaning|"
     "carpet cleaning|mattress cleaning|steam cleaning|steam clean|window cleaning|window cleaner|"
     "window washer|window washing|upholstery cleaning|cleaning company|cleaning service|"
     "cleaning services|clean my apartment|clean my house|clean my flat|clean the apartment|"
     "clean the house|clean the flat|clean our house|clean our apartment|clean an apartment|"
     "clean the office|clean the windows|clean my sofa|clean the sofa|clean a sofa|clean my couch|"
     "clean the couch|clean the carpet|clean the rug|menakah|menaket|ozeret|nikayon|sponja|"
     "pressure washing|power washing|jet washing|graffiti removal|oven cleaning|grill cleaning|"
     "solar panel cleaning|curtain cleaning|after party cleaning|fire damage cleaning"},
    {"painting",
     "painter|painters|painting|paint job|paintwork|paint work|paint my apartment|paint the apartment|"
     "paint an apartment|paint our apartment|paint my house|paint the house|paint a house|paint our house|"
     "paint my flat|paint the flat|paint a flat|paint my place|paint a room|paint the room|paint one room|"
     "paint the bedroom|paint the living room|paint the kids room|paint the walls|paint the wall|"
     "paint a wall|paint my walls|paint the ceiling|paint the office|paint the stairwell|paint the fence|"
     "paint the railing|paint the outside|paint some walls|paint two rooms|paint three rooms|"
     "house painter|house painters|house painting|wall painting|interior painting|exterior painting|"
     "decorator|painter and decorator|painting and decorating|repaint|repainted|repainting|whitewash|"
     "whitewashing|wallpaper|wallpapering|wallpaper removal|coat of paint|coats of paint|fresh coat|"
     "lick of paint|tzabai|tsabai|spray painting|line marking|paint stripping|cabinet painting|"
     "fence painting|limewash|mural painter"},
    {"locksmith",
     "locksmith|lock smith|locksmiths|lock change|change the lock|change the locks|change my lock|"
     "change my locks|change our locks|change a lock|change locks|changing the locks|locks changed|"
     "lock changed|replace the lock|replace the locks|replace a lock|replace my lock|replace locks|"
     "new lock|new locks|lock replacement|lock installation|install a lock|fit a lock|key duplication|"
     "key cutting|key copy|key cutter|copy a key|copy of a key|copies of a key|duplicate a key|"
     "duplicate key|spare key|spare keys|cut a key|lock repair|fix the lock|fix my lock|deadbolt|"
     "dead bolt|padlock|door lock|smart lock|safe opening|open a safe|open the safe|open my safe|"
     "car lockout|lockout|lock picking|pick the lock|rav bariach|multilock|mul t lock|multi lock|pladelet|"
     "manulan|master key|key fob|car key programming|mailbox lock|letterbox lock|peephole|door closer|"
     "safe technician|safe cracking"},
    {"gardening",
     "gardening|gardener|gardeners|garden maintenance|garden design|landscaping|landscaper|landscape|"
     "landscape gardener|landscape architect|lawn mowing|lawn care|lawn service|mow the lawn|mow my lawn|"
     "mow our lawn|mow the grass|mowing|cut the grass|cutting the grass|tree trimming|tree pruning|"
     "tree surgeon|tree removal|tree service|tree cutting|arborist|trim the trees|trim a tree|"
     "trim the tree|trim trees|trim the hedge|trim the bushes|prune|pruning|pruned|cut down a tree|"
     "cut down the tree|remove a tree|hedge trimming|hedge cutting|irrigation|irrigation system|"
     "sprinklers|sprinkler|sprinkler system|drip system|drip irrigation|garden work|yard work|"
     "yard maintenance|weeding|pull the weeds|weeds|artificial grass|artificial turf|synthetic grass|"
     "synthetic lawn|astroturf|sod|turf|planting trees|potted plants|ganan|ginun|stump grinding|"
     "stump removal|irrigation timer|sprinkler repair|palm trimming|leaf blowing|garden clearance|"
     "vertical garden|agronomist"},
    {"pest_control",
     "pest control|pest company|pest guy|pest control company|pest treatment|exterminator|exterminators|"
     "exterminate|exterminating|extermination|fumigation|fumigate|fumigated|fumigator|fumigating|"
     "bug spray|bug guy|bug man|spray for bugs|spray for roaches|spray for cockroaches|spray for ants|"
     "spray the house|spray the apartment|spraying for|pest|pests|pest controller|pest removal|"
     "rat catcher|rodent control|mouse traps|mouse trap|rat traps|rat poison|snake catcher|bee removal|"
     "wasp removal|bird control|pigeon control|pigeon netting|pigeon spikes|hadbara|madbir|bat removal|"
     "flea treatment|tick treatment|woodworm treatment|dead animal removal|wasp nest removal|"
     "bird proofing|bird netting"},
    {"waterproofing",
     "waterproofing|water proofing|waterproof|waterproofed|waterproofer|roof sealing|seal the roof|"
     "seal my roof|seal our roof|sealing the roof|roof sealed|roof sealant|seal the balcony|"
     "seal the terrace|seal the wall|seal the walls|seal the basement|sealing company|sealing contractor|"
     "sealing|damp proofing|damp proof|damp proofed|damp specialist|damp treatment|mould treatment|"
     "mold treatment|mold removal|mould removal|mold remediation|roof waterproofing|roof repair|"
     "roof repairs|fix the roof|fix my roof|repair the roof|roofer|roofers|roofing|tarring|tar the roof|"
     "roof tar|tar paper|bitumen|bitumen sheets|bituminous|roof membrane|roof coating|"
     "polyurethane coating|itum|gutter replacement|gutter repair|roof tiles|crack injection|recaulking|"
     "rising damp|thermal imaging"},
    {"water_heater",
     "water heater|water heaters|waterheater|hot water heater|boiler|boilers|boyler|boiler repair|"
     "boiler replacement|new boiler|boiler technician|solar heater|solar heaters|solar water heater|"
     "solar boiler|solar panel boiler|solar collector|solar panels on the roof for hot water|"
     "water heater repair|water heater replacement|new water heater|hot water tank|hot water cylinder|"
     "hot water system|tankless heater|instant water heater|immersion heater|geyser|heating element|"
     "dud shemesh|dood shemesh|dud|dood|doud shemesh|chromagen|boiler timer|boiler service|boiler switch|"
     "solar glass|descaling"},
    {"carpentry",
     "carpentry|carpenter|carpenters|carpentery|woodwork|woodworker|woodworking|joiner|joinery|"
     "cabinet maker|cabinetmaker|cabinet making|cabinetry|cabinets|kitchen cabinets|kitchen cabinet|"
     "kitchen doors|kitchen fronts|kitchen cupboards|cabinet doors|cabinet hinges|door repair|fix a door|"
     "fix the door|fix my door|hang a door|hang a new door|new doors|new door|door frame|interior doors|"
     "interior door|wooden door|wooden doors|sliding closet|kitchen remodeling|new kitchen|custom kitchen|"
     "fitted kitchen|custom furniture|made to measure|bespoke furniture|furniture repair|"
     "furniture assembly|assemble furniture|assemble a wardrobe|assemble a closet|assemble a bed|"
     "assemble ikea|ikea assembly|put together ikea|flat pack|built in closet|built in closets|"
     "built in wardrobe|fitted wardrobe|closet doors|wardrobe doors|walk in closet|bookshelves|bookcase|"
     "bookcases|bunk bed|wooden deck|wood deck|decking|pergola|pergolas|wooden fence|wooden stairs|"
     "countertop|countertops|nagar|nagarut|furniture restoration|handrail|wooden railing|barn door|"
     "murphy bed|tree house|deck repair|crib assembly"},
    {"flooring",
     "flooring|flooring company|floor tiling|floor tiles|floor tile|tiling|tiler|tilers|tile installer|"
     "tile setter|tile work|tile repair|retile|retiling|wall tiles|bathroom tiles|kitchen tiles|new tiles|"
     "replace tiles|replace the tiles|replace a tile|lay tiles|laying tiles|lay a floor|parquet|parket|"
     "parquet floor|laminate|laminate floor|laminate flooring|vinyl floor|vinyl flooring|linoleum|"
     "hardwood|hardwood floor|hardwood floors|wood floor|wood floors|wood flooring|wooden floor|"
     "wooden floors|new floor|new floors|replace the floor|replace the floors|redo the floor|"
     "redo the floors|refinish the floor|sand the floor|floor sanding|floor polishing|polish the floor|"
     "marble polishing|stone polishing|floor installation|floor repair|floor layer|carpet installation|"
     "wall to wall carpet|grout|grouting|regrout|regrouting|ceramic tiles|porcelain tiles|paving|pavers|"
     "paving stones|epoxy floor|skirting boards|baseboards|ratzaf|ritzuf|terrazzo|microcement|"
     "mosaic tiles|floor levelling|floor leveling|deck tiles|anti slip|carpet fitter"},
    {"windows_aluminium",
     "aluminum|aluminium|alluminium|aluminum work|aluminium work|aluminum windows|aluminium windows|"
     "aluminum guy|window repair|window repairs|fix a window|fix the window|fix my window|"
     "window replacement|replace a window|replace the window|replace the windows|replace my windows|"
     "replace our windows|replacement windows|install windows|install a window|new windows|new window|"
     "window installation|window frames|window frame|window fitter|glazier|glaziers|glazing|reglaze|"
     "broken window|smashed window|cracked window|window glass|window pane|new pane|pane of glass|"
     "glass replacement|replace the glass|tempered glass|glass repair|window screens|window screen|"
     "fly screens|fly screen|mosquito screens|mosquito screen|mosquito net|mosquito nets|screen door|"
     "screen doors|insect screens|shower door|shower doors|shower screen|shower enclosure|glass shower|"
     "glass partition|glass railing|double glazing|double glazed|sliding door|sliding doors|"
     "sliding glass door|patio door|balcony enclosure|enclose a balcony|enclose the balcony|"
     "close in the balcony|close the balcony|security bars|window bars|window grilles|mamad window|"
     "cat net|safety net|glass balustrade|soundproof windows|window handle|glass curtains|table top glass|"
     "automatic doors"},
    {"shutters",
     "shutter|shutters|shuters|shutter repair|shutter installation|shutter technician|shutter motor|"
     "shutter strap|shutter belt|shutter slats|roller shutter|roller shutters|rolling shutter|"
     "rolling shutters|electric shutter|electric shutters|electric blinds|electric blind|"
     "motorized shutters|manual shutter|roll up shutters|roll down shutters|roll up shutter|"
     "window shutter|window shutters|metal shutter|store shutter|shop shutter|security shutter|blinds|"
     "roller blinds|roller blind|venetian blinds|venetian blind|window blinds|blind repair|trisim|tris|"
     "awning|awnings|garage door|garage doors|roman blinds|curtain rails"},
    {"appliance_repair",
     "washing machine|washing machines|washingmachine|washing machine repair|washing machine technician|"
     "washer repair|dryer repair|tumble dryer|tumble drier|clothes dryer|washer|washers|dryer|dryers|"
     "drier|refrigerator|refrigerators|refrigerator repair|fridge repair|fridge technician|fix my fridge|"
     "fix the fridge|fix a fridge|fix my oven|fix the oven|fix my washer|fix my dryer|fix my dishwasher|"
     "fix the dishwasher|fix dishwashers|fix washing machines|fix dryers|fix fridges|fix ovens|"
     "freezer repair|freezer|dishwasher|dishwashers|dishwasher repair|oven repair|oven technician|"
     "stove repair|cooktop repair|hob repair|induction hob|induction cooktop|ceramic hob|microwave repair|"
     "tv repair|television repair|vacuum cleaner repair|coffee machine repair|range hood|extractor hood|"
     "appliance|appliances|appliance repair|appliance repairs|appliance technician|appliance guy|"
     "white goods|robot vacuum repair|treadmill repair|sewing machine repair|ice machine|"
     "coffee machine service|wine fridge"},
    {"gas",
     "gas technician|gas man|gas guy|gas company|gas leak|gas leaks|gas leaking|leaking gas|leak of gas|"
     "gas installation|gas line|gas lines|gas cylinder|gas cylinders|gas bottle|gas bottles|gas tank|"
     "gas canister|gas stove|gas stoves|gas stove installation|gas cooker|gas hob|gas cooktop|gas range|"
     "gas oven|gas grill|gas burner|gas point|gas connection|gas outlet|gas hookup|hook up the gas|"
     "connect the gas|connect gas|connect a gas|connect my gas|connect the stove|connect a stove|"
     "connect my stove|connect the cooktop|connect a cooktop|connect the hob|gas pipe|gas pipes|gas hose|"
     "gas valve|gas tap|gas meter|gas regulator|gas safety|gas fitter|gas engineer|gas plumber|"
     "gas balloon|gas balloons|propane|propane tank|technician gas|gas fireplace|gas heater|gas detector|"
     "gas inspection|gas certificate|patio heater"},
    {"junk_removal",
     "junk removal|junk hauling|junk collection|rubbish removal|rubbish collection|trash removal|"
     "trash hauling|waste removal|waste disposal|debris removal|construction debris|construction waste|"
     "building waste|building rubble|rubble removal|haul away|hauling|haulage|hauler|hauled away|"
     "house clearance|apartment clearance|flat clearance|estate clearance|garage clearance|"
     "storage clearance|clear out a|clear out the|clear out my|clear out our|cleanout|"
     "clean out the garage|dumpster|dumpster rental|skip hire|hire a skip|rent a skip|"
     "old furniture removal|furniture removal|furniture disposal|sofa removal|mattress removal|"
     "mattress disposal|fridge removal|garbage removal|garbage disposal service|bulky waste|alte zachen|"
     "alte zachn|piano removal|garden waste|green waste|scrap metal|document shredding|shed removal|"
     "asbestos removal"},
    {"security_cameras",
     "security cameras|security camera|security system|security systems|cameras|camera system|"
     "camera systems|camera installation|camera installer|camera technician|install cameras|"
     "install a camera|install some cameras|installing cameras|put in cameras|put up cameras|"
     "set up cameras|cctv|cctv system|surveillance cameras|surveillance camera|surveillance system|"
     "surveillance|ip camera|ip cameras|hidden camera|hidden cameras|wireless cameras|doorbell camera|"
     "video doorbell|ring doorbell|dvr|nvr|dome camera|alarm system|alarm systems|alarm company|"
     "alarm technician|alarm installation|install an alarm|burglar alarm|burglar alarms|house alarm|"
     "home alarm|home security|motion detector|motion detectors|motion sensor|motion sensors|panic button|"
     "smoke detector|smoke detectors|intercom|intercoms|intercom repair|entry phone|entryphone|door phone|"
     "video intercom|access control|baby monitor|face recognition|license plate camera|time clock|"
     "alarm monitoring|door entry system"},
    {"computer_repair",
     "computer repair|computer repairs|computer technician|computer tech|computer guy|computer person|"
     "computer support|computer help|computer problem|computer problems|computer shop|fix computers|"
     "fix my computer|fix the computer|fix my laptop|fix laptops|fix a laptop|laptop|laptops|"
     "laptop repair|laptop screen|macbook|mac book|imac|mac repair|pc repair|desktop computer|"
     "data recovery|recover data|recover files|recover my files|recover photos|recover my photos|"
     "recover my data|file recovery|virus removal|malware|reinstall windows|install windows on|it support|"
     "it guy|it technician|tech support|wifi setup|router setup|set up a router|printer|printers|"
     "printer repair|printer setup|kompyuter|wifi booster|wifi extender|network points|network cabling|"
     "disk recovery|computer lessons|console repair|tablet repair"},
    {"towing",
     "towing|towing company|towing service|tow truck|tow trucks|tow|towtruck|tow my car|tow a car|"
     "tow the car|tow it|tow me|tow service|towed|a tow|roadside assistance|roadside help|road service|"
     "roadside service|breakdown service|breakdown truck|car recovery|vehicle recovery|recovery truck|"
     "wrecker|flatbed|flatbed truck|jump start|jumpstart|jump started|jumper cables|car rescue|"
     "off road rescue|winch|grar|car transport|vehicle transport|wheel clamp|tractor transport|scrap car|"
     "scrap my car"},
};

}  // namespace

std::span<const Symptom> english_keywords() {
  return kRows;
}

}  // namespace kolog::insight
