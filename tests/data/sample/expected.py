#!/usr/bin/env python3
"""Counts what the sample files hold, without a client base and without knowing how they were made.

	./expected.py [directory] > EXPECTED.json

The truth that `make demo` and the tests are held against.  It mends what the reader of the files must mend
too: three bad client lines and a misspelt product.  Money is in cents.  Needed by developers only.
"""
import csv
import json
import os
import statistics
import sys
from collections import Counter, defaultdict
from datetime import date, datetime

HERE = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
TODAY = date(2026, 9, 15)
STAGES = {"Customer": "client", "Prospect": "prospect", "Lead": "lead", "Sleeping": "dormant"}
BAD = {"premum": "Class", "info@": "E-Mail Address", "12": "Phone"}


def rows(name, delimiter=","):
    with open(os.path.join(HERE, name), encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f, delimiter=delimiter))


def cents(text):
    units, _, rest = text.partition(".")
    return int(units) * 100 + int(rest)


def day(text):
    form = "%d/%m/%Y" if "/" in text else "%Y-%m-%d" if text[4:5] == "-" else "%d-%m-%Y"
    return datetime.strptime(text, form).date() if text else None


def rate(won, lost):
    """Basis points, rounded half up: won/(won+lost)."""
    return (20000 * won + won + lost) // (2 * (won + lost))


def tally(items):
    return dict(sorted(Counter(items).items()))


def ancestors(client, parent):
    while client in parent:
        client = parent[client]
    return client


def clients_of(clients):
    order = {c["Company"]: n for n, c in enumerate(clients)}
    parent = {c["Company"]: c["Subsidiary of"] for c in clients if c["Subsidiary of"]}
    groups = Counter(ancestors(c, parent) for c in parent)
    bad = [{"line": n, "column": BAD[c[col]], "text": c[col], "client": c["Customer no."]}
           for n, c in enumerate(clients, 2) for col in BAD.values() if BAD.get(c[col]) == col]
    accepted = [c for n, c in enumerate(clients, 2) if n not in {b["line"] for b in bad}]
    return {
        "by_stage": tally(STAGES[c["Status"]] for c in clients),
        "by_stage_without_bad_lines": tally(STAGES[c["Status"]] for c in accepted),
        "by_class": tally(c["Class"].replace("premum", "key") for c in clients),
        "by_country": tally(c["Country"] for c in clients),
        "bad_lines": bad,
        "groups": {head: groups[head] + 1 for head in sorted(groups)},
        "before_their_parent": [c for c in parent if order[c] < order[parent[c]]],
        "without_email": [c["Customer no."] for c in clients if not c["E-Mail Address"]],
        "without_phone": sum(not c["Phone"] for c in clients),
        "tagged_vip": sum("vip" in c["Tags"].split(",") for c in clients),
    }


def deals_of(deals, office):
    won = [d for d in deals if d["Stage"] == "Won"]
    lost = [d for d in deals if d["Stage"] == "Lost"]
    open_ = [d for d in deals if not d["Closed"]]
    cycles = [(day(d["Closed"]) - day(d["Opened"])).days for d in won]
    value = lambda some: sum(cents(d["Value"]) for d in some)
    revenue, products = Counter(), Counter()
    for d in won:
        closed = day(d["Closed"])
        revenue["%d-Q%d" % (closed.year, (closed.month + 2) // 3)] += cents(d["Value"])
        products[d["Product"].replace("Parka Artic", "Parka Arctic")] += cents(d["Value"])
    units = {}
    for unit in sorted(set(office.values())):
        w, l = (sum(office[d["Owner"]] == unit for d in some) for some in (won, lost))
        units[unit] = {"won": w, "lost": l, "rate_bp": rate(w, l),
                       "open": sum(office[d["Owner"]] == unit for d in open_),
                       "won_value": value(d for d in won if office[d["Owner"]] == unit)}
    reasons = defaultdict(dict)
    for (unit, why), n in sorted(Counter((office[d["Owner"]], d["Lost reason"]) for d in lost).items()):
        reasons[unit][why] = n
    return {
        "all": len(deals), "won": len(won), "lost": len(lost), "open": len(open_),
        "won_value": value(won), "lost_value": value(lost), "open_value": value(open_),
        "win_rate_bp": rate(len(won), len(lost)),
        "by_stage": tally(d["Stage"] for d in deals),
        "by_unit": units,
        "revenue_by_quarter": dict(sorted(revenue.items())),
        "revenue_by_product": dict(sorted(products.items())),
        "cycle_days_median": statistics.median(cycles),
        "cycle_days_mean": round(statistics.mean(cycles), 4),
        "lost_by_reason": tally(d["Lost reason"] for d in lost),
        "lost_by_unit_and_reason": reasons,
        "without_client": sum(not d["Company no."] for d in deals),
        "misspelt_product": sum(d["Product"] == "Parka Artic" for d in deals),
        "open_past_expected_close": sum(day(d["Expected close"]) < TODAY for d in open_),
    }


def latest(talks, column):
    last = {}
    for t in talks:
        if t[column]:
            last[t[column]] = max(last.get(t[column], date.min), day(t["When"][:10]))
    return last


def interactions_of(talks, deals, clients):
    by_deal, by_client = latest(talks, "Deal"), latest(talks, "Company no.")
    idle = [d["Deal"] for d in deals if not d["Closed"] and d["Deal"] in by_deal
            and (TODAY - by_deal[d["Deal"]]).days > 30]
    neglected = [c["Customer no."] for c in clients if c["Status"] == "Customer"
                 and (TODAY - by_client.get(c["Customer no."], date.min)).days > 90]
    return {
        "by_channel": tally(t["Channel"] for t in talks),
        "by_direction": tally(t["Direction"] for t in talks),
        "by_user": tally(t["User"] for t in talks),
        "by_month": tally(t["When"][:7] for t in talks),
        "minutes": sum(int(t["Minutes"] or 0) for t in talks),
        "notes_of_several_lines": sum("\n" in t["Notes"] for t in talks),
        "open_deals_idle_over_30_days": len(idle),
        "customers_without_contact_over_90_days": neglected,
        "clients_never_contacted": sum(c["Customer no."] not in by_client for c in clients),
    }


def orders_of(orders, lines, parts):
    """On time: whole by the promise.  Late: promised before today and not whole yet."""
    of = defaultdict(list)
    for line in lines:
        of[line["Order no."]].append(line)
    sent, last = Counter(), {}
    for p in parts:
        sent[p["Line"]] += int(p["Quantity"])
        last[p["Line"]] = max(last.get(p["Line"], date.min), day(p["Date"]))
    good = bad = late = partial = 0
    turnover = Counter()
    for o in orders:
        mine, promised = of[o["Order no."]], day(o["Required date"])
        total = sum(int(line["Quantity"]) * cents(line["Unit price"]) for line in mine)
        when = day(o["Order date"])
        turnover[f"{when.year}-Q{(when.month + 2) // 3}"] += total
        whole = day(o["Shipped date"])
        if not whole and all(sent[line["Line"]] >= int(line["Quantity"]) for line in mine):
            whole = max(last[line["Line"]] for line in mine)
        partial += not whole and any(sent[line["Line"]] for line in mine)
        late += not whole and promised < TODAY
        good += bool(whole) and whole <= promised
        bad += bool(whole) and whole > promised or not whole and promised < TODAY
    return {"turnover_by_quarter": dict(sorted(turnover.items())), "on_time": good, "not_on_time": bad,
            "late": late, "partial": partial, "otif_bp": rate(good, bad)}


def followups_of(plans):
    todo = [p for p in plans if p["State"] == "open"]
    return {
        "by_state": tally(p["State"] for p in plans),
        "late": tally(p["Owner"] for p in todo if day(p["Due"]) < TODAY),
        "due_today": tally(p["Owner"] for p in todo if day(p["Due"]) == TODAY),
        "to_come": tally(p["Owner"] for p in todo if day(p["Due"]) > TODAY),
    }


def main():
    users, products = rows("users.csv"), rows("products.csv", ";")
    clients, people = rows("clients.csv"), rows("people.csv")
    old, new = rows("deals-2025.csv", ";"), rows("deals-2026.csv")
    talks, plans = rows("interactions.csv"), rows("followups.csv")
    orders, lines, parts = (rows(n, ";") for n in ("orders.csv", "order-lines.csv", "deliveries.csv"))
    payments = rows("payments.csv", ";")
    office = {u["Login"]: u["Office"] for u in users}
    result = {
        "today": str(TODAY),
        "rows": {"users": len(users), "products": len(products), "clients": len(clients),
                 "people": len(people), "deals-2025": len(old), "deals-2026": len(new), "interactions": len(talks),
                 "followups": len(plans), "orders": len(orders), "order_lines": len(lines), "deliveries": len(parts), "payments": len(payments)},
        "clients": clients_of(clients),
        "people_by_influence": tally(p["Influence"] for p in people),
        "clients_without_decider": len({c["Customer no."] for c in clients}
                                       - {p["Company no."] for p in people if p["Influence"] == "decider"}),
        "deals": deals_of(old + new, office),
        "interactions": interactions_of(talks, old + new, clients),
        "followups": followups_of(plans),
        "orders": orders_of(orders, lines, parts),
        "unpaid": sum(cents(p["Amount"]) for p in payments if not p["Paid"]),
    }
    print(json.dumps(result, indent="\t", ensure_ascii=False))


if __name__ == "__main__":
    main()
