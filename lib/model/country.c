/*
 * country.c - ISO 3166-1: codes and English names
 *
 * Beside the short names of the standard stand the names that people write.
 */
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

static const struct country { const char code[3], alpha3[4], *names; } countries[] = {
	{ "AD", "AND", "Andorra|Principality of Andorra" },
	{ "AE", "ARE", "United Arab Emirates|UAE|Emirates" },
	{ "AF", "AFG", "Afghanistan|Islamic Republic of Afghanistan" },
	{ "AG", "ATG", "Antigua and Barbuda|Antigua" },
	{ "AI", "AIA", "Anguilla" },
	{ "AL", "ALB", "Albania|Republic of Albania" },
	{ "AM", "ARM", "Armenia|Republic of Armenia" },
	{ "AO", "AGO", "Angola|Republic of Angola" },
	{ "AQ", "ATA", "Antarctica" },
	{ "AR", "ARG", "Argentina|Argentine Republic" },
	{ "AS", "ASM", "American Samoa" },
	{ "AT", "AUT", "Austria|Republic of Austria" },
	{ "AU", "AUS", "Australia" },
	{ "AW", "ABW", "Aruba" },
	{ "AX", "ALA", "Åland Islands|Aland" },
	{ "AZ", "AZE", "Azerbaijan|Republic of Azerbaijan" },
	{ "BA", "BIH", "Bosnia and Herzegovina|Bosnia|Bosnia & Herzegovina|"
	    "Republic of Bosnia and Herzegovina" },
	{ "BB", "BRB", "Barbados" },
	{ "BD", "BGD", "Bangladesh|People's Republic of Bangladesh" },
	{ "BE", "BEL", "Belgium|Kingdom of Belgium" },
	{ "BF", "BFA", "Burkina Faso" },
	{ "BG", "BGR", "Bulgaria|Republic of Bulgaria" },
	{ "BH", "BHR", "Bahrain|Kingdom of Bahrain" },
	{ "BI", "BDI", "Burundi|Republic of Burundi" },
	{ "BJ", "BEN", "Benin|Republic of Benin" },
	{ "BL", "BLM", "Saint Barthélemy|St Barthelemy|Saint Barts" },
	{ "BM", "BMU", "Bermuda" },
	{ "BN", "BRN", "Brunei Darussalam|Brunei" },
	{ "BO", "BOL", "Bolivia, Plurinational State of|Bolivia|Plurinational State of Bolivia" },
	{ "BQ", "BES", "Bonaire, Sint Eustatius and Saba|Caribbean Netherlands|Bonaire" },
	{ "BR", "BRA", "Brazil|Federative Republic of Brazil" },
	{ "BS", "BHS", "Bahamas|Commonwealth of the Bahamas" },
	{ "BT", "BTN", "Bhutan|Kingdom of Bhutan" },
	{ "BV", "BVT", "Bouvet Island" },
	{ "BW", "BWA", "Botswana|Republic of Botswana" },
	{ "BY", "BLR", "Belarus|Belorussia|Byelorussia|Republic of Belarus" },
	{ "BZ", "BLZ", "Belize" },
	{ "CA", "CAN", "Canada" },
	{ "CC", "CCK", "Cocos (Keeling) Islands|Cocos Islands|Keeling Islands" },
	{ "CD", "COD", "Congo, The Democratic Republic of the|DR Congo|DRC|Congo-Kinshasa|"
	    "Congo, Democratic Republic of the|Democratic Republic of the Congo|Zaire" },
	{ "CF", "CAF", "Central African Republic|CAR" },
	{ "CG", "COG", "Congo|Congo-Brazzaville|Republic of the Congo" },
	{ "CH", "CHE", "Switzerland|Swiss Confederation" },
	{ "CI", "CIV", "Côte d'Ivoire|Ivory Coast|Republic of Côte d'Ivoire" },
	{ "CK", "COK", "Cook Islands" },
	{ "CL", "CHL", "Chile|Republic of Chile" },
	{ "CM", "CMR", "Cameroon|Republic of Cameroon" },
	{ "CN", "CHN", "China|PRC|Mainland China|People's Republic of China" },
	{ "CO", "COL", "Colombia|Republic of Colombia" },
	{ "CR", "CRI", "Costa Rica|Republic of Costa Rica" },
	{ "CU", "CUB", "Cuba|Republic of Cuba" },
	{ "CV", "CPV", "Cabo Verde|Cape Verde|Republic of Cabo Verde" },
	{ "CW", "CUW", "Curaçao" },
	{ "CX", "CXR", "Christmas Island" },
	{ "CY", "CYP", "Cyprus|Republic of Cyprus" },
	{ "CZ", "CZE", "Czechia|Czech Republic" },
	{ "DE", "DEU", "Germany|Federal Republic of Germany" },
	{ "DJ", "DJI", "Djibouti|Republic of Djibouti" },
	{ "DK", "DNK", "Denmark|Kingdom of Denmark" },
	{ "DM", "DMA", "Dominica|Commonwealth of Dominica" },
	{ "DO", "DOM", "Dominican Republic" },
	{ "DZ", "DZA", "Algeria|People's Democratic Republic of Algeria" },
	{ "EC", "ECU", "Ecuador|Republic of Ecuador" },
	{ "EE", "EST", "Estonia|Republic of Estonia" },
	{ "EG", "EGY", "Egypt|Arab Republic of Egypt" },
	{ "EH", "ESH", "Western Sahara" },
	{ "ER", "ERI", "Eritrea|State of Eritrea" },
	{ "ES", "ESP", "Spain|Kingdom of Spain" },
	{ "ET", "ETH", "Ethiopia|Federal Democratic Republic of Ethiopia" },
	{ "FI", "FIN", "Finland|Republic of Finland" },
	{ "FJ", "FJI", "Fiji|Republic of Fiji" },
	{ "FK", "FLK", "Falkland Islands (Malvinas)|Falkland Islands|Falklands|Malvinas" },
	{ "FM", "FSM", "Micronesia, Federated States of|Micronesia|Federated States of Micronesia" },
	{ "FO", "FRO", "Faroe Islands|Faeroe Islands|Faroes" },
	{ "FR", "FRA", "France|French Republic" },
	{ "GA", "GAB", "Gabon|Gabonese Republic" },
	{ "GB", "GBR", "United Kingdom|UK|Great Britain|Britain|England|Scotland|Wales|"
	    "Northern Ireland|United Kingdom of Great Britain and Northern Ireland" },
	{ "GD", "GRD", "Grenada" },
	{ "GE", "GEO", "Georgia" },
	{ "GF", "GUF", "French Guiana" },
	{ "GG", "GGY", "Guernsey" },
	{ "GH", "GHA", "Ghana|Republic of Ghana" },
	{ "GI", "GIB", "Gibraltar" },
	{ "GL", "GRL", "Greenland" },
	{ "GM", "GMB", "Gambia|Republic of the Gambia" },
	{ "GN", "GIN", "Guinea|Republic of Guinea" },
	{ "GP", "GLP", "Guadeloupe" },
	{ "GQ", "GNQ", "Equatorial Guinea|Republic of Equatorial Guinea" },
	{ "GR", "GRC", "Greece|Hellas|Hellenic Republic" },
	{ "GS", "SGS", "South Georgia and the South Sandwich Islands|South Georgia" },
	{ "GT", "GTM", "Guatemala|Republic of Guatemala" },
	{ "GU", "GUM", "Guam" },
	{ "GW", "GNB", "Guinea-Bissau|Republic of Guinea-Bissau" },
	{ "GY", "GUY", "Guyana|Republic of Guyana" },
	{ "HK", "HKG", "Hong Kong|Hong Kong SAR|Hong Kong Special Administrative Region of China" },
	{ "HM", "HMD", "Heard Island and McDonald Islands|Heard Island" },
	{ "HN", "HND", "Honduras|Republic of Honduras" },
	{ "HR", "HRV", "Croatia|Republic of Croatia" },
	{ "HT", "HTI", "Haiti|Republic of Haiti" },
	{ "HU", "HUN", "Hungary" },
	{ "ID", "IDN", "Indonesia|Republic of Indonesia" },
	{ "IE", "IRL", "Ireland|Republic of Ireland|Eire" },
	{ "IL", "ISR", "Israel|State of Israel" },
	{ "IM", "IMN", "Isle of Man" },
	{ "IN", "IND", "India|Republic of India" },
	{ "IO", "IOT", "British Indian Ocean Territory" },
	{ "IQ", "IRQ", "Iraq|Republic of Iraq" },
	{ "IR", "IRN", "Iran, Islamic Republic of|Iran|Islamic Republic of Iran" },
	{ "IS", "ISL", "Iceland|Republic of Iceland" },
	{ "IT", "ITA", "Italy|Italian Republic" },
	{ "JE", "JEY", "Jersey" },
	{ "JM", "JAM", "Jamaica" },
	{ "JO", "JOR", "Jordan|Hashemite Kingdom of Jordan" },
	{ "JP", "JPN", "Japan" },
	{ "KE", "KEN", "Kenya|Republic of Kenya" },
	{ "KG", "KGZ", "Kyrgyzstan|Kirghizia|Kyrgyz Republic" },
	{ "KH", "KHM", "Cambodia|Kingdom of Cambodia" },
	{ "KI", "KIR", "Kiribati|Republic of Kiribati" },
	{ "KM", "COM", "Comoros|Union of the Comoros" },
	{ "KN", "KNA", "Saint Kitts and Nevis|St Kitts and Nevis" },
	{ "KP", "PRK", "Korea, Democratic People's Republic of|North Korea|DPRK|"
	    "Democratic People's Republic of Korea" },
	{ "KR", "KOR", "Korea, Republic of|South Korea|Korea|Republic of Korea" },
	{ "KW", "KWT", "Kuwait|State of Kuwait" },
	{ "KY", "CYM", "Cayman Islands" },
	{ "KZ", "KAZ", "Kazakhstan|Republic of Kazakhstan" },
	{ "LA", "LAO", "Lao People's Democratic Republic|Laos" },
	{ "LB", "LBN", "Lebanon|Lebanese Republic" },
	{ "LC", "LCA", "Saint Lucia|St Lucia" },
	{ "LI", "LIE", "Liechtenstein|Principality of Liechtenstein" },
	{ "LK", "LKA", "Sri Lanka|Democratic Socialist Republic of Sri Lanka" },
	{ "LR", "LBR", "Liberia|Republic of Liberia" },
	{ "LS", "LSO", "Lesotho|Kingdom of Lesotho" },
	{ "LT", "LTU", "Lithuania|Republic of Lithuania" },
	{ "LU", "LUX", "Luxembourg|Grand Duchy of Luxembourg" },
	{ "LV", "LVA", "Latvia|Republic of Latvia" },
	{ "LY", "LBY", "Libya" },
	{ "MA", "MAR", "Morocco|Kingdom of Morocco" },
	{ "MC", "MCO", "Monaco|Principality of Monaco" },
	{ "MD", "MDA", "Moldova, Republic of|Moldova|Republic of Moldova" },
	{ "ME", "MNE", "Montenegro" },
	{ "MF", "MAF", "Saint Martin (French part)|Saint Martin|St Martin" },
	{ "MG", "MDG", "Madagascar|Republic of Madagascar" },
	{ "MH", "MHL", "Marshall Islands|Republic of the Marshall Islands" },
	{ "MK", "MKD", "North Macedonia|Macedonia|FYROM|Republic of North Macedonia" },
	{ "ML", "MLI", "Mali|Republic of Mali" },
	{ "MM", "MMR", "Myanmar|Burma|Republic of Myanmar" },
	{ "MN", "MNG", "Mongolia" },
	{ "MO", "MAC", "Macao|Macau|Macao Special Administrative Region of China" },
	{ "MP", "MNP", "Northern Mariana Islands|Commonwealth of the Northern Mariana Islands" },
	{ "MQ", "MTQ", "Martinique" },
	{ "MR", "MRT", "Mauritania|Islamic Republic of Mauritania" },
	{ "MS", "MSR", "Montserrat" },
	{ "MT", "MLT", "Malta|Republic of Malta" },
	{ "MU", "MUS", "Mauritius|Republic of Mauritius" },
	{ "MV", "MDV", "Maldives|Republic of Maldives" },
	{ "MW", "MWI", "Malawi|Republic of Malawi" },
	{ "MX", "MEX", "Mexico|United Mexican States" },
	{ "MY", "MYS", "Malaysia" },
	{ "MZ", "MOZ", "Mozambique|Republic of Mozambique" },
	{ "NA", "NAM", "Namibia|Republic of Namibia" },
	{ "NC", "NCL", "New Caledonia" },
	{ "NE", "NER", "Niger|Republic of the Niger" },
	{ "NF", "NFK", "Norfolk Island" },
	{ "NG", "NGA", "Nigeria|Federal Republic of Nigeria" },
	{ "NI", "NIC", "Nicaragua|Republic of Nicaragua" },
	{ "NL", "NLD", "Netherlands|Holland|Kingdom of the Netherlands" },
	{ "NO", "NOR", "Norway|Kingdom of Norway" },
	{ "NP", "NPL", "Nepal|Federal Democratic Republic of Nepal" },
	{ "NR", "NRU", "Nauru|Republic of Nauru" },
	{ "NU", "NIU", "Niue" },
	{ "NZ", "NZL", "New Zealand" },
	{ "OM", "OMN", "Oman|Sultanate of Oman" },
	{ "PA", "PAN", "Panama|Republic of Panama" },
	{ "PE", "PER", "Peru|Republic of Peru" },
	{ "PF", "PYF", "French Polynesia" },
	{ "PG", "PNG", "Papua New Guinea|Independent State of Papua New Guinea" },
	{ "PH", "PHL", "Philippines|Republic of the Philippines" },
	{ "PK", "PAK", "Pakistan|Islamic Republic of Pakistan" },
	{ "PL", "POL", "Poland|Republic of Poland" },
	{ "PM", "SPM", "Saint Pierre and Miquelon|St Pierre and Miquelon" },
	{ "PN", "PCN", "Pitcairn|Pitcairn Islands" },
	{ "PR", "PRI", "Puerto Rico" },
	{ "PS", "PSE", "Palestine, State of|Palestine|Palestinian Territory|Palestinian Territories|"
	    "State of Palestine" },
	{ "PT", "PRT", "Portugal|Portuguese Republic" },
	{ "PW", "PLW", "Palau|Republic of Palau" },
	{ "PY", "PRY", "Paraguay|Republic of Paraguay" },
	{ "QA", "QAT", "Qatar|State of Qatar" },
	{ "RE", "REU", "Réunion" },
	{ "RO", "ROU", "Romania" },
	{ "RS", "SRB", "Serbia|Republic of Serbia" },
	{ "RU", "RUS", "Russian Federation|Russia" },
	{ "RW", "RWA", "Rwanda|Rwandese Republic" },
	{ "SA", "SAU", "Saudi Arabia|Kingdom of Saudi Arabia" },
	{ "SB", "SLB", "Solomon Islands" },
	{ "SC", "SYC", "Seychelles|Republic of Seychelles" },
	{ "SD", "SDN", "Sudan|Republic of the Sudan" },
	{ "SE", "SWE", "Sweden|Kingdom of Sweden" },
	{ "SG", "SGP", "Singapore|Republic of Singapore" },
	{ "SH", "SHN", "Saint Helena, Ascension and Tristan da Cunha|Saint Helena|St Helena" },
	{ "SI", "SVN", "Slovenia|Republic of Slovenia" },
	{ "SJ", "SJM", "Svalbard and Jan Mayen|Svalbard" },
	{ "SK", "SVK", "Slovakia|Slovak Republic" },
	{ "SL", "SLE", "Sierra Leone|Republic of Sierra Leone" },
	{ "SM", "SMR", "San Marino|Republic of San Marino" },
	{ "SN", "SEN", "Senegal|Republic of Senegal" },
	{ "SO", "SOM", "Somalia|Federal Republic of Somalia" },
	{ "SR", "SUR", "Suriname|Republic of Suriname" },
	{ "SS", "SSD", "South Sudan|Republic of South Sudan" },
	{ "ST", "STP", "Sao Tome and Principe|Sao Tome|Democratic Republic of Sao Tome and Principe" },
	{ "SV", "SLV", "El Salvador|Salvador|Republic of El Salvador" },
	{ "SX", "SXM", "Sint Maarten (Dutch part)|Sint Maarten" },
	{ "SY", "SYR", "Syrian Arab Republic|Syria" },
	{ "SZ", "SWZ", "Eswatini|Swaziland|Kingdom of Eswatini" },
	{ "TC", "TCA", "Turks and Caicos Islands" },
	{ "TD", "TCD", "Chad|Republic of Chad" },
	{ "TF", "ATF", "French Southern Territories|French Southern and Antarctic Lands" },
	{ "TG", "TGO", "Togo|Togolese Republic" },
	{ "TH", "THA", "Thailand|Kingdom of Thailand" },
	{ "TJ", "TJK", "Tajikistan|Republic of Tajikistan" },
	{ "TK", "TKL", "Tokelau" },
	{ "TL", "TLS", "Timor-Leste|East Timor|Democratic Republic of Timor-Leste" },
	{ "TM", "TKM", "Turkmenistan" },
	{ "TN", "TUN", "Tunisia|Republic of Tunisia" },
	{ "TO", "TON", "Tonga|Kingdom of Tonga" },
	{ "TR", "TUR", "Türkiye|Turkey|Republic of Türkiye" },
	{ "TT", "TTO", "Trinidad and Tobago|Republic of Trinidad and Tobago" },
	{ "TV", "TUV", "Tuvalu" },
	{ "TW", "TWN", "Taiwan, Province of China|Taiwan|Republic of China|Chinese Taipei" },
	{ "TZ", "TZA", "Tanzania, United Republic of|Tanzania|United Republic of Tanzania" },
	{ "UA", "UKR", "Ukraine" },
	{ "UG", "UGA", "Uganda|Republic of Uganda" },
	{ "UM", "UMI", "United States Minor Outlying Islands|US Minor Outlying Islands" },
	{ "US", "USA", "United States|United States of America|America" },
	{ "UY", "URY", "Uruguay|Eastern Republic of Uruguay" },
	{ "UZ", "UZB", "Uzbekistan|Republic of Uzbekistan" },
	{ "VA", "VAT", "Holy See (Vatican City State)|Vatican|Vatican City|Holy See" },
	{ "VC", "VCT", "Saint Vincent and the Grenadines|St Vincent and the Grenadines|Saint Vincent" },
	{ "VE", "VEN", "Venezuela, Bolivarian Republic of|Venezuela|Bolivarian Republic of Venezuela" },
	{ "VG", "VGB", "Virgin Islands, British|British Virgin Islands|BVI" },
	{ "VI", "VIR", "Virgin Islands, U.S.|US Virgin Islands|United States Virgin Islands|"
	    "Virgin Islands of the United States" },
	{ "VN", "VNM", "Viet Nam|Socialist Republic of Viet Nam" },
	{ "VU", "VUT", "Vanuatu|Republic of Vanuatu" },
	{ "WF", "WLF", "Wallis and Futuna" },
	{ "WS", "WSM", "Samoa|Independent State of Samoa" },
	{ "YE", "YEM", "Yemen|Republic of Yemen" },
	{ "YT", "MYT", "Mayotte" },
	{ "ZA", "ZAF", "South Africa|Republic of South Africa" },
	{ "ZM", "ZMB", "Zambia|Republic of Zambia" },
	{ "ZW", "ZWE", "Zimbabwe|Republic of Zimbabwe" },
};

/* Whether one of the names between bars is, folded, the folded name given. */
static bool
has_name(const char *names, const struct crm_buf *want)
{
	struct crm_buf b = { 0 };
	bool found = false;

	while (!found && *names != '\0') {
		size_t n = strcspn(names, "|");

		b.n = 0;
		model_norm(&b, names, n);
		found = b.n == want->n && memcmp(b.p, want->p, b.n) == 0;
		names += n + (names[n] == '|');
	}
	crm_buf_free(&b);
	return found;
}

static const struct country *
by_code(const char *p, size_t n)
{
	for (size_t i = 0; (n == 2 || n == 3) && i < sizeof countries / sizeof *countries; i++) {
		const char *code = n == 2 ? countries[i].code : countries[i].alpha3;

		if ((*p | ' ') == (*code | ' ') && model_same(p, n, code))
			return &countries[i];
	}
	return NULL;
}

static const struct country *
by_name(struct crm_buf *name)
{
	if (name->n > 3 && memcmp(name->p, "the", 3) == 0) {
		name->n -= 3;
		memmove(name->p, name->p + 3, name->n);
	}
	for (size_t i = 0; name->n && i < sizeof countries / sizeof *countries; i++)
		if (has_name(countries[i].names, name))
			return &countries[i];
	return NULL;
}

const char *
crm_country_code(const char *p, size_t n)
{
	const struct country *c = by_code(p, n);
	struct crm_buf name = { 0 };

	if (c == NULL) {
		model_norm(&name, p, n);
		c = by_code(name.p, name.n);     /* U.S.A. */
	}
	if (c == NULL)
		c = by_name(&name);
	crm_buf_free(&name);
	return c ? c->code : NULL;
}
