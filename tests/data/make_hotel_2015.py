#!/usr/bin/env python3
"""Cuts city_hotel_2015.csv or resort_hotel_2015.csv out of the published hotel_bookings.csv (plain or gzipped).

usage: make_hotel_2015.py hotel_bookings.csv.gz "City Hotel" > city_hotel_2015.csv
       make_hotel_2015.py hotel_bookings.csv.gz "Resort Hotel" > resort_hotel_2015.csv

Keeps every booking of that hotel that leaves on FIRST_DEPARTURE or later and arrives on LAST_ARRIVAL or earlier,
ordered by arrival. Values are the published ones; columns are renamed, and dates are written as ISO 8601.
"""

import csv
import datetime
import gzip
import sys

FIRST_DEPARTURE = datetime.date(2015, 9, 10)
LAST_ARRIVAL = datetime.date(2015, 10, 16)

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December"]

# Our column: the published one, taken as it is.
TAKEN = {
    "adults": "adults",
    "children": "children",
    "babies": "babies",
    "meal": "meal",
    "country": "country",
    "segment": "market_segment",
    "channel": "distribution_channel",
    "repeated_guest": "is_repeated_guest",
    "reserved_type": "reserved_room_type",
    "assigned_type": "assigned_room_type",
    "changes": "booking_changes",
    "deposit": "deposit_type",
    "agent": "agent",
    "company": "company",
    "waiting_days": "days_in_waiting_list",
    "customer_type": "customer_type",
    "daily_rate": "adr",
    "parking": "required_car_parking_spaces",
    "requests": "total_of_special_requests",
    "status": "reservation_status",
}


def arrival_of(booking):
    return datetime.date(int(booking["arrival_date_year"]), MONTHS.index(booking["arrival_date_month"]) + 1,
                         int(booking["arrival_date_day_of_month"]))


def nights_of(booking):
    return int(booking["stays_in_weekend_nights"]) + int(booking["stays_in_week_nights"])


def iso_date(text):
    if "-" in text:
        return text
    month, day, year = text.split("/")
    return datetime.date(int(year), int(month), int(day)).isoformat()


def main():
    opened = gzip.open if sys.argv[1].endswith(".gz") else open
    with opened(sys.argv[1], "rt", encoding="utf-8", newline="") as source:
        bookings = [row for row in csv.DictReader(source) if row["hotel"] == sys.argv[2]]
    kept = [row for row in bookings
            if arrival_of(row) <= LAST_ARRIVAL
            and arrival_of(row) + datetime.timedelta(days=nights_of(row)) >= FIRST_DEPARTURE]
    kept.sort(key=arrival_of)  # stable: within a day the published order

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["arrival", "nights", "lead_days", *TAKEN, "status_date"])
    for row in kept:
        out.writerow([arrival_of(row).isoformat(), nights_of(row), row["lead_time"],
                      *(row[published].strip() for published in TAKEN.values()),
                      iso_date(row["reservation_status_date"])])


if __name__ == "__main__":
    main()
