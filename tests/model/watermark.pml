/* A list is followed: sync.md R33, R33a, R35, R38 and I13 to I15, as daemon/sync/{follower,reader}.cpp,
   daemon/mirror/{streams,put}.cpp and daemon/house/{pages,lists}.cpp do it. See README.md for what is left out.

   Two rows of the PMS change and become visible up to LAG ticks later; a page holds one row, newest first. The first read
   of the whole scope and the reads of what has changed run side by side; the box may die between any two steps; the list
   may be emptied once. The box reads the PMS's clock with an error of up to ERR.

   A fault of the design to be found: one of the names that stand after `#ifdef` below. */

#define LAG 1     /* a change is visible at most so long after its time (C13) */
#define ERR 1     /* of the box's idea of the PMS's clock */
#define FIRST_TICK 3
#ifndef LAST_TICK
#define LAST_TICK 5
#endif
#ifndef CHANGES
#define CHANGES 3
#endif

#ifdef NO_OVERLAP
#define OVERLAP 0
#else
#define OVERLAP (LAG + ERR)
#endif
#ifdef NO_AHEAD
#define AHEAD 0
#else
#define AHEAD ERR
#endif
#ifdef STRICT
#define within(time, since) ((time) + OVERLAP > (since))
#else
#define within(time, since) ((time) + OVERLAP >= (since))
#endif

/* A row: which of its contents, and of what time. */
typedef Row { byte version; byte time };

/* A read under way: what it asks for, where it is, the page in flight. In the box's memory. */
typedef Read {
    bool on;
    byte generation;
    byte began;
    byte since;          /* 0: the whole scope */
    bool placed;         /* behind the row `place`, which had `place_time` */
    byte place;
    byte place_time;
    bool asked;          /* a page is in flight */
    bool at_end;          /* it has no row: the read is at its end */
    byte row;
    Row page;
    bool overtaken;      /* the mirror got this row from elsewhere since */
};

/* --- The PMS --- */
byte now = FIRST_TICK;
Row truth[2];
Row shown[2];
bool unseen[2];
byte unseen_since[2];
byte changes;

/* --- Durable on the box: rows, watermark and place of the scan in one file, one transaction (R38) --- */
Row mirror[2];
byte watermark;          /* 0: none */
bool swept;              /* the whole scope was read */
byte generation = 1;
bool scan;               /* under way */
byte scan_began;
bool scan_placed;
byte scan_place;
byte scan_place_time;

/* --- The box's memory --- */
bool up = true;
Read scanner;
Read updater;

bool wiped;
byte clock;

/* --- What is known to the judge alone: what was shown when a read began, and what has changed its place since --- */
byte scan_must[2], update_must[2];
bool scan_moved[2], update_moved[2];

/* What the mirror lacks, the next read asks for. */
inline nothing_is_lost() {
    assert(!swept || ((mirror[0].version == truth[0].version || within(truth[0].time, watermark)) &&
                      (mirror[1].version == truth[1].version || within(truth[1].time, watermark))))
}

/* --- The PMS: other users change rows, and what they changed becomes visible --- */

inline change(r) {
    truth[r].version++;
    truth[r].time = now;
    changes++;
    if
    :: !unseen[r] -> unseen[r] = true; unseen_since[r] = now
    :: else
    fi
}

inline reveal(r) {
    unseen[r] = false;
    unseen_since[r] = 0;
    shown[r].version = truth[r].version;
    shown[r].time = truth[r].time;
    scan_moved[r] = scan;
    update_moved[r] = updater.on
}

#ifdef SAME_SECOND
#define may_change(r) (changes < CHANGES)
#else
#define may_change(r) (changes < CHANGES && truth[r].time != now)
#endif
#define waits(r) (unseen[r] && now >= unseen_since[r] + LAG)

proctype Pms() {
    do
    :: atomic { may_change(0) -> change(0) }
    :: atomic { may_change(1) -> change(1) }
    :: atomic { unseen[0] -> reveal(0) }
    :: atomic { unseen[1] -> reveal(1) }
    :: atomic { now < LAST_TICK && !waits(0) && !waits(1) -> now++ }
    od
}

/* --- Reading a page --- */

inline look_at_clock(time) {
    if
    :: time = now - ERR
    :: time = now + ERR
    fi
}

/* Newest first: by the time of the change, or by their making, as the PMS likes; only what is older than the place. */
#ifdef BY_CREATION
#define before(a, a_time, b, b_time) ((a) > (b))
#else
#define before(a, a_time, b, b_time) ((a_time) > (b_time) || ((a_time) == (b_time) && (a) > (b)))
#endif
#define is_in(read, r) ((read.since == 0 || (within(shown[r].time, read.since) && shown[r].time <= read.began + AHEAD)) && \
                        (!read.placed || before(read.place, read.place_time, r, shown[r].time)))

inline ask(read) {
    read.asked = true;
    if
    :: is_in(read, 0) && (!is_in(read, 1) || before(0, shown[0].time, 1, shown[1].time)) -> read.row = 0
    :: is_in(read, 1) && (!is_in(read, 0) || before(1, shown[1].time, 0, shown[0].time)) -> read.row = 1
    :: else -> read.at_end = true
    fi;
    if
    :: !read.at_end ->
        read.page.version = shown[read.row].version;
        read.page.time = shown[read.row].time
    :: else
    fi
}

/* The newest wins (R35). */
inline enter(read, other) {
    if
#ifndef ANY_ORDER
    :: read.page.time < mirror[read.row].time
#endif
#ifndef FIRST_ASKED_MAY_WIN
    :: read.page.time == mirror[read.row].time && read.overtaken
#endif
    :: else ->
        mirror[read.row].version = read.page.version;
        mirror[read.row].time = read.page.time;
#ifndef FIRST_ASKED_MAY_WIN
        if
        :: other.asked && !other.at_end && other.row == read.row -> other.overtaken = true
        :: else
        fi
#endif
        skip
    fi
}

inline go_behind(read) {
    read.placed = true;
    read.place = read.row;
    read.place_time = read.page.time
}

inline judge_no_more() {
    if
    :: !scan -> scan_must[0] = 0; scan_must[1] = 0; scan_moved[0] = false; scan_moved[1] = false
    :: else
    fi;
    if
    :: !updater.on -> update_must[0] = 0; update_must[1] = 0; update_moved[0] = false; update_moved[1] = false
    :: else
    fi
}

inline forget_page(read) {
    read.asked = false;
    read.at_end = false;
    read.row = 0;
    read.page.version = 0;
    read.page.time = 0;
    read.overtaken = false
}

inline forget(read) {
    forget_page(read);
    read.on = false;
    read.generation = 0;
    read.began = 0;
    read.since = 0;
    read.placed = false;
    read.place = 0;
    read.place_time = 0;
    judge_no_more()
}

#ifdef ANY_GENERATION
#define is_of_today(read) true
#else
#define is_of_today(read) (read.generation == generation)
#endif

/* --- The watermark moves --- */

inline completed(start) {
#ifdef WATERMARK_OF_THE_END
    look_at_clock(clock);
    if :: clock > watermark -> watermark = clock :: else fi;
    clock = 0;
#else
#ifdef BACKWARDS
    assert(start >= watermark);
    watermark = start;
#else
    if :: start > watermark -> watermark = start :: else fi;
#endif
#endif
    assert(watermark <= now + ERR) /* I13 */
}

/* A complete read shows what was visible when it began (I14), but for rows that changed their place meanwhile: those the
   next one brings. */
inline complete(must_0, moved_0, must_1, moved_1) {
    assert((mirror[0].version >= must_0 || moved_0) && (mirror[1].version >= must_1 || moved_1))
}

/* --- The whole scope, page by page; the place is saved with the page (R33a, R37) --- */

proctype Scanner() {
    do
    :: atomic {
        up && !scanner.on && !scan && !swept && watermark == 0 -> /* begins */
        scan = true;
        look_at_clock(scan_began);
        scan_must[0] = shown[0].version;
        scan_must[1] = shown[1].version;
        scan_moved[0] = false;
        scan_moved[1] = false
       }
    :: atomic {
        up && !scanner.on && scan -> /* goes on where it stopped */
        scanner.on = true;
        scanner.generation = generation;
        scanner.placed = scan_placed;
        scanner.place = scan_place;
        scanner.place_time = scan_place_time
       }
    :: atomic { up && scanner.on && !scanner.asked -> ask(scanner) }
    :: atomic { up && scanner.asked -> forget(scanner) } /* the page is lost: from the saved place again */
#ifdef PLACE_BEFORE_ROWS
    :: atomic {
        up && scanner.asked && !scanner.at_end && is_of_today(scanner) && (!scanner.placed || scanner.place != scanner.row) ->
        go_behind(scanner);
        scan_placed = true;
        scan_place = scanner.place;
        scan_place_time = scanner.place_time
       }
    :: atomic {
        up && scanner.asked && !scanner.at_end && is_of_today(scanner) && scanner.placed && scanner.place == scanner.row ->
        enter(scanner, updater);
        forget_page(scanner)
       }
#else
    :: atomic {
        up && scanner.asked && !scanner.at_end ->
        if
        :: is_of_today(scanner) ->
            enter(scanner, updater);
            go_behind(scanner);
            scan_placed = true;
            scan_place = scanner.place;
            scan_place_time = scanner.place_time;
            nothing_is_lost();
            forget_page(scanner)
        :: else -> forget(scanner)
        fi
       }
#endif
    :: atomic {
        up && scanner.asked && scanner.at_end ->
        if
        :: is_of_today(scanner) && scan ->
            completed(scan_began);
            complete(scan_must[0], scan_moved[0], scan_must[1], scan_moved[1]);
            swept = true;
            nothing_is_lost();
            scan = false;
            scan_began = 0;
            scan_placed = false;
            scan_place = 0;
            scan_place_time = 0
        :: else
        fi;
        forget(scanner)
       }
    od
}

/* --- What has changed since the watermark (R33) --- */

proctype Updater() {
    do
    :: atomic {
        up && !updater.on && (watermark > 0 || scan) ->
        updater.on = true;
        updater.generation = generation;
        look_at_clock(updater.began);
        updater.since = (watermark > 0 -> watermark : scan_began);
        if :: updater.began < updater.since -> updater.since = updater.began :: else fi;
        update_must[0] = shown[0].version;
        update_must[1] = shown[1].version;
        update_moved[0] = false;
        update_moved[1] = false
       }
    :: atomic { up && updater.on -> forget(updater) } /* a page is lost: the read anew */
    :: atomic {
        up && updater.on ->
        ask(updater);
        if
        :: !is_of_today(updater) && !updater.at_end -> forget_page(updater)
        :: !is_of_today(updater) && updater.at_end -> forget(updater)
        :: is_of_today(updater) && !updater.at_end ->
            enter(updater, scanner);
            go_behind(updater);
#ifdef WATERMARK_BEFORE_ROWS
            completed(updater.began);
#endif
            nothing_is_lost();
            forget_page(updater)
        :: is_of_today(updater) && updater.at_end ->
            completed(updater.began);
            if :: swept -> complete(update_must[0], update_moved[0], update_must[1], update_moved[1]) :: else fi;
            nothing_is_lost();
            forget(updater)
        fi
       }
    od
}

/* --- Power, and a person who has the list read anew --- */

proctype Power() {
    do
    :: atomic { up && (scanner.on || updater.on) -> up = false; forget(scanner); forget(updater) }
    :: atomic { !up -> up = true }
#ifdef WIPE
    :: atomic {
        up && !wiped ->
        wiped = true;
        mirror[0].version = 0;
        mirror[0].time = 0;
        mirror[1].version = 0;
        mirror[1].time = 0;
#ifndef WATERMARK_KEPT
        generation++;
        watermark = 0;
        swept = false;
        scan = false;
        scan_began = 0;
        scan_placed = false;
        scan_place = 0;
        scan_place_time = 0;
        judge_no_more();
#endif
        skip
       }
#endif
    od
}

init {
    atomic {
        truth[0].version = 1;
        truth[0].time = 1;
        truth[1].version = 1;
        truth[1].time = 1;
        shown[0].version = 1;
        shown[0].time = 1;
        shown[1].version = 1;
        shown[1].time = 1;
        run Pms();
        run Scanner();
        run Updater();
        run Power()
    }
}
