# words.awk - the sample sales department: its clients, and what people are called and say
#
# Read by generate.awk before itself.

# office | name | parent | key or standard | status | city | industry | employees | tags
function make_clients() {
	place("Amsterdam", "Netherlands", "20", 1012, 1099); place("Utrecht", "Netherlands", "30", 3511, 3584)
	place("Groningen", "Netherlands", "50", 9711, 9747)
	place("Leeuwarden", "Netherlands", "58", 8911, 8941)
	place("Zwolle", "Netherlands", "38", 8011, 8045); place("Assen", "Netherlands", "592", 9401, 9408)
	place("Emmen", "Netherlands", "591", 7811, 7828); place("Harlingen", "Netherlands", "517", 8861, 8862)
	place("Eindhoven", "Netherlands", "40", 5611, 5658); place("Tilburg", "Netherlands", "13", 5011, 5049)
	place("Breda", "Netherlands", "76", 4811, 4839); place("Maastricht", "Netherlands", "43", 6211, 6229)
	place("Antwerpen", "Belgium", "3", 2000, 2060); place("Gent", "Belgium", "9", 9000, 9052)
	place("Liège", "Belgium", "4", 4000, 4032)
	place("Köln", "Germany", "221 4710", 50667, 50999)
	place("Frankfurt am Main", "Germany", "69 90009", 60311, 60599)
	place("Hamburg", "Germany", "40 66969", 20095, 22769)
	place("München", "Germany", "89 99998", 80331, 81929)
	place("Berlin", "Germany", "30 23125", 10115, 14199)
	place("Wrocław", "Poland", "71", 50001, 54999); place("Łódź", "Poland", "42", 90001, 94999)
	place("Gdańsk", "Poland", "58", 80001, 80958)
	place("Lille", "France", "3 53 01", 59000, 59800); place("Lyon", "France", "4 65 71", 69001, 69009)
	place("Rennes", "France", "2 61 91", 35000, 35700)
	place("Toulouse", "France", "5 36 49", 31000, 31500)


	client("Noord|Noordwal Infra BV|Noordwal Groep NV|" \
	    "k|Customer|Groningen|construction|310|framework,eco")
	client("Noord|Noordwal Groep NV||k|Customer|Groningen|construction|1240|vip,framework")
	client("Noord|Noordwal Wonen BV|Noordwal Groep NV|s|Customer|Assen|construction|180|framework")
	client("Noord|Noordwal Onderhoud BV|Noordwal Groep NV|s|Prospect|Emmen|facility services|95|")
	client("Noord|Stuwadoors Terschelgat BV|Terschelgat Haven Holding BV|s|Customer|Harlingen|ports|140|")
	client("Noord|Terschelgat Haven Holding BV||k|Customer|Harlingen|ports|420|vip")
	client("Noord|Scheepsreparatie Terschelgat BV|Terschelgat Haven Holding BV|" \
	    "s|Customer|Harlingen|shipbuilding|85|welding")
	client("Noord|Coöperatie Het Hogeland U.A.||k|Customer|Leeuwarden|agriculture|560|eco,vip")
	client("Noord|Hogeland Zuivel BV|Coöperatie Het Hogeland U.A.|s|Customer|Leeuwarden|food|230|eco")
	client("Noord|Hogeland Aardappelen BV|Coöperatie Het Hogeland U.A.|s|Sleeping|Emmen|food|75|")
	client("Noord|Zorggroep De Lindenhof||k|Customer|Zwolle|care|890|tender")
	client("Noord|Lindenhof Facilitair BV|Zorggroep De Lindenhof|" \
	    "s|Customer|Zwolle|facility services|160|tender")
	client("Noord|Bouwbedrijf Wiersma & Zn. BV||s|Customer|Leeuwarden|construction|64|")
	client("Noord|Jansen, Pol & Zonen BV||s|Customer|Amsterdam|installation|48|")
	client("Noord|Timmerfabriek \"De Oude Eik\" BV||s|Customer|Zwolle|woodworking|37|eco")
	client("Noord|Dakdekkers Van der Meulen BV||s|Customer|Groningen|roofing|29|")
	client("Noord|Gemeente Oosterveen||k|Customer|Assen|public|340|tender,eco")
	client("Noord|Loonbedrijf Boonstra VOF||s|Customer|Assen|agriculture|16|")
	client("Noord|IJsselkade Logistiek BV||k|Customer|Zwolle|logistics|275|")
	client("Noord|Amstelveld Installaties BV||s|Customer|Amsterdam|installation|120|")
	client("Noord|Grachtwacht Beveiliging BV||s|Customer|Amsterdam|security|210|logo")
	client("Noord|Slagerij-groothandel Brouwer BV||s|Customer|Utrecht|food|44|")
	client("Noord|Domstad Schoonmaak BV||s|Customer|Utrecht|cleaning|385|logo")
	client("Noord|Railwerk Midden BV||k|Customer|Utrecht|rail|460|vip,framework")
	client("Noord|Windpark Dollard Beheer BV||s|Customer|Groningen|energy|58|eco")
	client("Noord|Kwekerij De Zilverschoon||s|Customer|Emmen|horticulture|33|eco")
	client("Noord|Brandweer Veiligheidsregio Vechtland||s|Prospect|Zwolle|public|520|tender")
	client("Noord|Jachtwerf Sneekermeer BV||s|Prospect|Leeuwarden|shipbuilding|41|")
	client("Noord|Dakdekkers v.d. Meulen||s|Lead|Groningen|roofing|30|")
	client("Noord|Autobedrijf Postma||s|Prospect|Leeuwarden|automotive|19|")
	client("Noord|Noorderlicht Elektro BV||s|Prospect|Groningen|installation|72|")
	client("Noord|Papierfabriek Eemsdal BV||s|Prospect|Groningen|paper|190|")
	client("Noord|Wegenbouw Drentse Aa BV||s|Prospect|Assen|construction|88|hi-vis")
	client("Noord|Vlietstra Transport BV||s|Prospect|Leeuwarden|logistics|67|")
	client("Noord|Stichting Groenbeheer Salland||s|Lead|Zwolle|horticulture|26|eco")
	client("Noord|Hoveniers Buitenlust||s|Lead|Utrecht|horticulture|14|")
	client("Noord|Zeedijk Catering BV||s|Lead|Amsterdam|food|55|")
	client("Noord|Steenfabriek Oude IJssel BV||s|Sleeping|Zwolle|building materials|102|")
	client("Noord|Visafslag Lauwerszee BV||s|Sleeping|Groningen|food|38|")
	client("Noord|Drukkerij Tulp & Co.||s|Sleeping|Amsterdam|printing|23|")
	client("Noord|Recycling Eemshorn BV||s|Customer|Groningen|recycling|110|eco,hi-vis")
	client("Noord|Metaalbewerking Hielkema-Bos BV||s|Customer|Utrecht|metal|76|welding")
	client("Noord|Koelhuis Texelstroom BV||s|Customer|Harlingen|logistics|52|winter")

	client("Zuid|Peelrand Installatie Limburg BV|Peelrand Installatie BV|" \
	    "s|Customer|Maastricht|installation|90|")
	client("Zuid|Peelrand Techniek Groep BV||k|Customer|Eindhoven|installation|760|vip,framework")
	client("Zuid|Peelrand Installatie BV|Peelrand Techniek Groep BV|" \
	    "s|Customer|Eindhoven|installation|330|framework")
	client("Zuid|Peelrand Koeltechniek BV|Peelrand Techniek Groep BV|" \
	    "s|Customer|Tilburg|installation|115|winter")
	client("Zuid|Scheldemans Groep NV||k|Customer|Antwerpen|logistics|980|vip")
	client("Zuid|Scheldemans Logistics NV|Scheldemans Groep NV|k|Customer|Antwerpen|logistics|540|hi-vis")
	client("Zuid|Scheldemans Cleaning BV|Scheldemans Groep NV|s|Customer|Gent|cleaning|260|logo")
	client("Zuid|Lefaubry Belgique SA|Groupe Lefaubry SAS|s|Customer|Liège|construction|145|")
	client("Zuid|Brabantse Staalbouw Kuijpers BV||k|Customer|Tilburg|metal|220|welding")
	client("Zuid|Bakkerij Smulders-Aerts BV||s|Customer|Breda|food|61|")
	client("Zuid|Aannemersbedrijf Geelen BV||s|Customer|Maastricht|construction|58|")
	client("Zuid|Geulzicht Procesonderhoud BV||k|Customer|Maastricht|chemicals|310|framework,vip")
	client("Zuid|Glastuinbouw Verhoeven BV||s|Customer|Breda|horticulture|83|eco")
	client("Zuid|Ateliers Brasseur & Fils SA||s|Customer|Liège|metal|96|welding")
	client("Zuid|Brouwerij De Drie Torens NV||s|Customer|Gent|food|70|")
	client("Zuid|Elektro Wouters NV||s|Customer|Antwerpen|installation|47|")
	client("Zuid|Ziekenhuis Sint-Godelieve VZW||k|Customer|Gent|care|1350|tender")
	client("Zuid|Van Hoof Verhuizingen BV||s|Customer|Eindhoven|logistics|36|")
	client("Zuid|Kempisch Asfalt NV||s|Customer|Antwerpen|construction|132|hi-vis")
	client("Zuid|Zinkfabriek Dommeldal BV||s|Customer|Eindhoven|metal|175|welding")
	client("Zuid|Maaskant Grondverzet BV||s|Prospect|Breda|construction|42|")
	client("Zuid|Imprimerie Thiry SA||s|Prospect|Liège|printing|34|")
	client("Zuid|Houthandel Raaijmakers BV||s|Prospect|Tilburg|woodworking|27|eco")
	client("Zuid|Waterschap De Oude Donge||s|Prospect|Breda|public|290|tender,eco")
	client("Zuid|Pâtisserie Noël & Cie||s|Prospect|Liège|food|18|")
	client("Zuid|Flandria Windservice BV||s|Prospect|Gent|energy|65|eco")
	client("Zuid|Kuijpers Staalbouw Brabant||s|Prospect|Tilburg|metal|220|")
	client("Zuid|Tuincentrum 't Groene Hart||s|Lead|Eindhoven|horticulture|22|")
	client("Zuid|Meubelmakerij Op den Camp||s|Lead|Maastricht|woodworking|11|")
	client("Zuid|Garage Lambrechts BV||s|Lead|Antwerpen|automotive|17|")
	client("Zuid|Textielwasserij Reusel BV||s|Sleeping|Eindhoven|cleaning|54|")
	client("Zuid|Steengroeve Mergelland BV||s|Sleeping|Maastricht|building materials|39|")

	client("Export|Rheintor Montage GmbH|Rheintor Holding GmbH|s|Customer|Köln|metal|240|welding")
	client("Export|Rheintor Holding GmbH||k|Customer|Köln|metal|1100|vip,framework")
	client("Export|Rheintor Anlagenbau GmbH|Rheintor Holding GmbH|" \
	    "s|Customer|Frankfurt am Main|metal|380|welding")
	client("Export|Rheintor Polska Sp. z o.o.|Rheintor Holding GmbH|s|Prospect|Wrocław|metal|150|")
	client("Export|Groupe Lefaubry SAS||k|Customer|Lille|construction|870|vip")
	client("Export|Lefaubry Énergie SAS|Groupe Lefaubry SAS|s|Customer|Lyon|energy|205|eco")
	client("Export|Hafenbetriebe Süderelbe GmbH||k|Customer|Hamburg|ports|640|hi-vis,framework")
	client("Export|Bäckerei Übelhör GmbH||s|Customer|München|food|92|")
	client("Export|Gerüstbau Schäfer & Söhne||s|Customer|Berlin|construction|74|")
	client("Export|Stadtreinigung Havelau||s|Prospect|Berlin|public|410|tender,eco")
	client("Export|Zakłady Mięsne Łąkowe S.A.||s|Customer|Łódź|food|320|")
	client("Export|Stocznia Żuławy Sp. z o.o.||k|Customer|Gdańsk|shipbuilding|510|welding,winter")
	client("Export|Budowa Śląska Sp. z o.o.||s|Customer|Wrocław|construction|165|")
	client("Export|Przedsiębiorstwo Leśne Świerk||s|Prospect|Gdańsk|forestry|48|eco")
	client("Export|Transports Château-Rouge SARL||s|Customer|Rennes|logistics|88|")
	client("Export|Fonderie Garonnaise SA||s|Customer|Toulouse|metal|130|welding")
	client("Export|Vignobles Belœil SARL||s|Lead|Toulouse|agriculture|25|eco")
	client("Export|Dachtechnik Grünwald GmbH||s|Lead|München|roofing|31|")
	client("Export|Kältehaus Wandsbek GmbH||s|Prospect|Hamburg|logistics|57|winter")
	client("Export|Mroźnia Północ Sp. z o.o.||s|Lead|Gdańsk|logistics|63|winter")
	client("Export|Spedition Morgenthau KG||s|Sleeping|Frankfurt am Main|logistics|105|")
	client("Export|Menuiserie Le Goff SARL||s|Sleeping|Rennes|woodworking|21|")
}

function street(city,    country) {
	country = land[city]
	if (country == "Netherlands")
		return one("Industrieweg|Havenstraat|Energieweg|Nijverheidsweg|De Hoogt|Kanaaldijk-Noord|" \
		    "Ambachtsweg|Stationsplein|Ringdijk") " " span(1, 240)
	if (country == "Belgium")
		return one(city == "Liège" ? "Rue de l'Industrie|Quai des Usines|Rue du Charbon" : \
		    "Noorderlaan|Kaaistraat|Ambachtenlaan|Vaartkom") " " span(1, 190)
	if (country == "Germany")
		return one("Industriestraße|Am Güterbahnhof|Hafenstraße|Gewerbering|Dieselstraße") " " \
		    span(1, 160)
	if (country == "Poland")
		return one("ul. Przemysłowa|ul. Składowa|ul. Portowa|ul. Fabryczna") " " span(1, 140)
	return span(1, 140) " " one("rue des Forges|avenue de l'Europe|rue du Port|chemin des Écluses")
}

function job_of(role) {
	if (role == "decider")
		return weighed("Managing director 3|Purchasing manager 5|Owner 2|Head of operations 2")
	if (role == "influencer")
		return one("HSE manager|Safety adviser|Site manager|Works council chair")
	if (role == "user")
		return one("Foreman|Shift leader|Warehouse manager|Workshop manager")
	if (role == "gatekeeper")
		return one("Office manager|Assistant buyer|Reception")
	return one("HR manager|Plant manager|Sustainability officer")
}

# channel | direction | minutes from | to | subject | notes, where
# @N person, @F first name, @P product, @Q quantity, @C city, @W 2 to 9, @D percent, @Y fair, @R line end
function tell(phase, line) { say[phase, ++said[phase]] = line }

function words() {
	given["nl"] = "Jan|Pieter|Hanneke|Wim|Loes|Joost|Saskia|Maarten|Ingrid|Ruben|Roos|Thijs|Mirjam|" \
	    "Gerrit|Renée|Koen|Anouk|Daniël|Zoë|Bram"
	family["nl"] = "de Boer|van den Berg|Bakker|Smit|Meijer|Mulder|Bos|Vos|van Dijk|de Groot|Kuiper|" \
	    "Veenstra|Hofman|Willems|van Leeuwen|Schouten|Terpstra|van 't Hoff|Koster|Lammers|Brouwers|" \
	    "van der Heijden"
	given["de"] = "Klaus|Sabine|Jörg|Ute|Matthias|Bärbel|Thorsten|Katrin|Günter|Heike"
	family["de"] = "Müller|Schröder|Großmann|Vogel|Lindemann|Böhm|Krüger|Hartwig|Weiß|Jäger"
	given["fr"] = "Hélène|Jean-Luc|Benoît|Chloé|François|Amélie|Gérard|Noémie|Rémi|Sylvie"
	family["fr"] = "Dubreuil|Lemaître|Garçon|Perrault|Fontaine|Marécaux|Delvaux|Noël|Thibault|Gauthier"
	given["plm"] = "Paweł|Łukasz|Grzegorz|Michał|Stanisław"
	given["plf"] = "Małgorzata|Katarzyna|Bożena|Joanna|Zofia"
	family["plm"] = "Kowalczyk|Zieliński|Wiśniewski|Dąbrowski|Szymański|Król"
	family["plf"] = "Kowalczyk|Zielińska|Wiśniewska|Dąbrowska|Szymańska|Król"

	tell("open", "call|out|4|18|First call|Spoke to @N. Now buys from a catalogue firm, open to samples.")
	tell("open", "call|in|5|20|Asks for an offer|@N wants @Q of @P, delivered per crew.")
	tell("open", "email|in|||Question from the web site|" \
	    "@F asks for sizes, prices and delivery time of @P.")
	tell("open", "call|out|6|15|Appointment made|" \
	    "@F agreed to half an hour, @W days from now. Wants to see @P.")
	tell("open", "email|out|||Introduction|Sent the brochure and the size chart of @P to @N.")
	tell("open", "chat|in|3|10|Stock of @P|" \
	    "Is @P in stock in 3XL? Answered, asked how many they need: about @Q.")
	tell("open", "visit|out|40|90|Site visit, @C|" \
	    "Walked through the yard with @N. Crew wears three brands, half of it worn out.")
	tell("open", "call|in|5|12|Referred to us|" \
	    "@N heard of us from a neighbour firm. Needs @P for a new team.")
	tell("open", "email|in|||Request for tender|" \
	    "Documents received, questions within @W days. @P is the largest lot.")
	tell("knock", "call|out|2|6|No answer|Left word with reception; @F is on site until Thursday.")
	tell("knock", "call|out|3|10|Not now|@N has stock for months. Call again later.")
	tell("knock", "email|out|||Catalogue|Sent the new catalogue, with a note about @P.")
	tell("knock", "call|out|4|12|Who decides?|" \
	    "@F only collects offers. The decision is made one floor up.")
	tell("knock", "post|out|||Sample sent|One @P, size L, with a card.")
	tell("knock", "note|out|||Looked them up|" \
	    "New depot in @C next year, says the local paper. Prepare a proposal around @P.")
	tell("needs", "meeting|out|35|90|Needs|" \
	    "@N: @Q workers, two sets each, names embroidered. Laundry at 60 °C must hold.")
	tell("needs", "meeting|out|30|75|Whole line discussed|" \
	    "Came for @P; also needs shoes and gloves. Budget is per head, once a year.")
	tell("needs", "call|out|8|25|Sizes|@F counts sizes this week. Many 4XL, four women's fits.")
	tell("needs", "visit|out|45|120|On the work floor|" \
	    "Knees go first, says the crew. Pockets too small for a tablet. Took pictures.")
	tell("needs", "email|in|||List of needs|" \
	    "@F sent the list: @Q pieces, EN ISO 20471 class 3, delivery to two addresses.")
	tell("needs", "call|in|5|15|Extra wish|" \
	    "Wants reflective tape that survives industrial laundry. Asked the factory.")
	tell("needs", "meeting|out|40|80|Safety adviser joined|" \
	    "Risk assessment asks for flame-retardant where they weld. @N decides on the norm.")
	tell("needs", "email|out|||Minutes of our meeting|" \
	    "Sent what we agreed; @F to confirm number and sizes.")
	tell("present", "meeting|out|45|90|Presentation|" \
	    "Showed @P and the wash test. @N tried it on and kept it.")
	tell("present", "visit|out|60|120|Fitting day|" \
	    "Fitted @Q people in the canteen at @C. Two sizes short in our set.")
	tell("present", "email|out|||Offer sent|@Q × @P, @D % off list, valid thirty days.")
	tell("present", "email|out|||Revised offer|" \
	    "Without the logo, two deliveries. @F takes it to the board.")
	tell("present", "meeting|out|30|70|Trial team|" \
	    "Five people wear @P for @W weeks, then we talk numbers.")
	tell("present", "call|out|6|18|After the trial|" \
	    "Crew is happy, @F is not sure about the colour. Navy instead of grey?")
	tell("present", "chat|in|4|12|Data sheet|@F asked for the certificate of @P. Sent at once.")
	tell("object", "call|in|8|25|Too dear|" \
	    "@N has an offer @D % below ours. Explained the life of the fabric and our repair service.")
	tell("object", "meeting|out|30|60|Delivery|" \
	    "They need it in @W weeks. Offered half from stock, half later.")
	tell("object", "email|in|||Doubts about the fit|" \
	    "@F: sleeves too short on the taller ones. Long sizes exist, sending two.")
	tell("object", "call|out|5|20|Works council|The council wants a say. @N plans it for next month.")
	tell("object", "email|in|||Terms|" \
	    "Purchasing asks for 60 days. We offered 30, or 45 with a framework contract.")
	tell("object", "call|out|6|15|Old supplier|" \
	    "Twelve years with the same firm. @F wants a reason to tell upstairs.")
	tell("close", "call|out|8|20|Asked for the order|" \
	    "@F says yes in words, signature waits for the director.")
	tell("close", "email|out|||Contract sent|" \
	    "Final text with our @D % and the buy-back of old stock. To be signed by @N.")
	tell("close", "meeting|out|30|60|Last details|" \
	    "Logo, names, delivery per crew. @N signs when back from holiday.")
	tell("won", "email|in|||Order|@Q × @P as offered. @F thanks for the quick samples.")
	tell("won", "call|in|4|12|Goes ahead|@N called: the board agreed. Purchase number follows by mail.")
	tell("won", "meeting|out|25|60|Signed|" \
	    "Signed at their table. @N wants delivery per crew, in boxes with names.")
	tell("won", "email|in|||Purchase order received|" \
	    "PO for @Q @P. Checked against the offer, sent to the office.")
	tell("won", "email|in|||Yes|\"Please send them soon.\" @F wants a date for the first boxes.")
	tell("won", "call|out|3|9|Order by telephone|Asked once more, @N ordered @Q. Confirmed by mail.")
	tell("won", "visit|out|20|50|Order at the table|Brought the last sizes, left with the order for @Q.")
	tell("won", "fax|in|||Signed offer|Signed offer by fax, as always with @F.")
	tell("price", "call|in|4|12|Lost on price|" \
	    "@F chose an offer @D % lower. Fair talk, may come back for shoes.")
	tell("price", "email|in|||Declined|" \
	    "\"Your quality is better, your price too.\" Ask again at the renewal.")
	tell("delivery_time", "call|in|5|15|Too late for them|" \
	    "We said @W weeks, a rival had stock. @N is sorry.")
	tell("delivery_time", "email|in|||Cancelled|Start of the job cannot move, our date cannot either.")
	tell("competitor", "call|out|5|15|Stays with the rival|" \
	    "@N renewed with the old supplier for two years. Note the end date.")
	tell("competitor", "email|in|||Went elsewhere|" \
	    "Bought a package with lockers and laundry. We have no answer to that yet.")
	tell("no_budget", "call|out|4|10|No money this year|" \
	    "Budget frozen. @F puts @P on the list for next year.")
	tell("no_budget", "email|in|||Postponed for good|Investment stop until further notice, says @N.")
	tell("no_decision", "call|out|3|8|Dead end|Fourth call. @F cannot get it on the agenda. Closed.")
	tell("no_decision", "note|out|||Closed it|No answer for two months. If they want @P, they know us.")
	tell("quality", "call|in|8|20|Seam|" \
	    "Trial @P opened at the shoulder after @W weeks. They stop. Sent the piece to the factory.")
	tell("care", "call|out|4|12|After delivery|All there and right. @F asks for a list of sizes per man.")
	tell("care", "call|in|5|18|Complaint|" \
	    "Zip of @P breaks, three pieces. Replaced, factory asked for the cause.")
	tell("care", "email|in|||Where is our order?|" \
	    "Two boxes missing. Carrier found them in @C, delivered next day.")
	tell("care", "visit|out|40|100|Yearly visit|" \
	    "Coffee with @N. They hire @Q people next year and think of one colour for all.")
	tell("care", "email|out|||Care instructions|" \
	    "Washing at 60, no softener, or the membrane of @P dies. Sent to @F.")
	tell("care", "meeting|out|30|80|Framework contract|" \
	    "Talked about prices for next year. @N wants a fixed price, we want a volume.")
	tell("care", "call|in|3|9|One more size|@F needs one @P in 5XL. Made to order, @W weeks.")
	tell("care", "email|in|||Invoice|Wrong purchase number on the invoice. Corrected with the office.")
	tell("care", "chat|in|3|8|Return label|Asked for a return label for two pairs. Sent.")
	tell("care", "web|in|||Repair request|" \
	    "Knee pockets of two trousers. Picked up with the next delivery.")
	tell("care", "post|out|||Colour card|The new colours on a card, to @N.")
	tell("care", "call|out|5|15|Would they refer us?|" \
	    "@F knows the buyer of a firm next door and will mention us.")
	tell("care", "email|in|||Compliment|" \
	    "\"First winter without complaints.\" @F agrees to be quoted.@R@RRegards,@R@N")
	tell("care", "email|in|||New contact|" \
	    "@F leaves in @W weeks; successor not yet known.@RUntil then write to the general address.")
	tell("wake", "call|out|3|10|Long time no order|@N: nothing wrong, no need. Asked about @P.")
	tell("wake", "email|out|||We miss you|Mail with the offer for old clients. No answer.")
	tell("wake", "call|out|2|5|Number changed|@F no longer works there. New name not given.")
	tell("fair", "fair|in|5|20|@Y|@N at our stand, looked at @P. Call within the week.")
	tell("fair", "fair|in|4|15|@Y|Left a card, compares three makers. Interested in the wash test.")
	tell("fair", "fair|in|6|25|@Y|@F brought two foremen, who liked @P. Asked for a fitting day.")

	coats = "Parka Arctic|Parka Bora Light|Softshell Zuiderzee|Hi-vis Jacket Lumen 3"

	aside = "Friendly.|In a hurry.|Sends regards to Marijke.|Dog in the office, bring biscuits.|" \
	    "Speaks no English, write in their language.|Parking behind the hall.|" \
	    "Do not call before nine.|Back from holiday on Monday.|" \
	    "Asked who our other clients in the trade are.|Prefers mail."

	todo = "call:Call @N about the offer|call:Ask @F whether the trial of @P pleased|" \
	    "call:Call again, was on holiday|" \
	    "email:Send the certificate of @P|email:Confirm sizes with @F|" \
	    "email:Minutes of the meeting to @N|" \
	    "meeting:Present @P to the works council|meeting:Yearly talk with @N|" \
	    "visit:Fitting day, @Q people|" \
	    "visit:Look at the worn trousers with @F|quote:Offer for @Q × @P|" \
	    "quote:Revised offer, without logo|" \
	    "other:Find out who decides|other:Sample of @P to @F|other:Check the credit limit|" \
	    "call:Ask for a referral|" \
	    "call:Delivered in full? Ask @F|email:New catalogue with a word about @P"
}
