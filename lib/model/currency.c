/*
 * currency.c - ISO 4217: codes and fraction digits
 *
 * Metals, bond units and test codes have no minor unit and are no money.
 */
#include <string.h>

#include "crm/model.h"

static const char *const codes[5] = {
	[0] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ",
	[2] = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
	    "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
	    "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
	    "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
	    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
	    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
	    "XCD XCG YER ZAR ZMW ZWG "
	    /* withdrawn since 2020, still found in books */
	    "ANG BGN CUC HRK SLL ZWL ",
	[3] = "BHD IQD JOD KWD LYD OMR TND ",
	[4] = "CLF UYW ",
};

int
crm_currency_digits(const char *code)
{
	if (strlen(code) != 3)
		return -1;
	for (int d = 0; d < 5; d++)
		for (const char *p = codes[d] ? codes[d] : ""; *p != '\0'; p += 4)
			if (memcmp(p, code, 3) == 0)
				return d;
	return -1;
}
