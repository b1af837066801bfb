/* The life of one or two staff changes on their way to the PMS: sync.md sections 5 to 7, as daemon/sync/replayer.cpp,
   daemon/journal/journal.cpp and daemon/house/{staff,sending,pages}.cpp do it. See README.md for what is left out.

   Every option of a `do` is one step between two points at which the box may die: what a step does to durable things is
   one transaction. Durable are the journal, the mirror and the PMS; of the box's memory, Power forgets all.

   Settings: FIRST, SECOND (kinds of the changes). A fault of the design to be found: one of the names that stand after
   `#ifdef` below. */

#define NOTHING 0
#define SET 1    /* a room's state: an absolute set */
#define CREATE 2 /* a task with a mark */
#define START 3  /* a check-in: a transition */
#define CLOSE 4  /* of the task that the first change creates: a transition */

#ifndef FIRST
#define FIRST CREATE
#endif
#ifndef SECOND
#define SECOND NOTHING
#endif
#define kind(i) ((i) == 0 -> FIRST : SECOND)
/* The second waits for the first: it has the same subject, or depends on it. */
#define RELATED (SECOND != NOTHING && !(FIRST == CREATE && SECOND == CREATE))

/* Values of the room. What change i sets is i + 1. */
#define BASE 0
#define OTHER 3
#ifndef MOST_LATE
#define MOST_LATE 2 /* copies of one change under way for which nobody waits */
#endif
#define value(i) ((i) + 1)

mtype:stage = { none, ready, in_flight, unknown, confirmed, box_only, replaced, refused };
mtype:phase = { idle, permitted, marked, waiting, looking, looked, settling };
mtype:answer = { silence, done, not_done, no };
mtype:stay = { expected, started, canceled };

#define is_open(i) (stage[i] == ready || stage[i] == in_flight || stage[i] == unknown)
#define has_ended(i) (stage[i] != none && !is_open(i))

/* --- Durable on the box --- */
mtype:stage stage[2] = none; /* table change */
byte base[2];                /* the room's state a change was made upon */
bool linked[2];              /* the task has its id in the PMS */
byte mirror_room = BASE;
bool mirror_room_is_ours;    /* set here, and the PMS does not show it yet */
bool mirror_newer[2];        /* the room's row is of a later time than the change */
mtype:stay mirror_stay = expected;
bool mirror_closed;

/* --- The box's memory --- */
bool up = true;
bool taken;                  /* a command between the broker and its transaction */
bool to_ack;                 /* committed, acknowledgement not yet sent */
mtype:phase phase = idle;    /* of the replayer */
byte at;                     /* the change it is at */
mtype:stage outcome = none;  /* of that change, not yet written down */
bool sure;                   /* nothing of it can appear any more */

/* --- The devices and the broker --- */
bool command, ack;           /* on their way through the broker */
bool acked;

/* --- The line and the PMS --- */
bool request;                /* on its way, and the replayer waits for its answer */
mtype:answer answer = silence;
byte late[2];                /* on their way, and nobody waits any more */
byte room = BASE;
mtype:stay stay = expected;
bool closed;
byte tasks[2];
bool forbidden;              /* the PMS takes this no longer: a block, a right withdrawn */
/* What lists and reads by id show: the same, a little later. */
byte shown_room = BASE;
mtype:stay shown_stay = expected;
bool shown_closed;
bool shown_task[2];
bool shown_newer[2];
bool room_is_hidden, stay_is_hidden, close_is_hidden;
bool unseen[2];              /* something of this change is applied and not shown */
bool newer[2];               /* the room's row was changed since the change was made */

bool healthy;                /* from here on nothing is lost, late or refused for the moment, and nobody else acts */

/* --- What is known to the judge alone --- */
byte rows[2];
byte ends[2];
bool did[2];                 /* the PMS applied it */
bool was[2];                 /* the room had its value since it was made */
bool other_since[2], other_ever;

/* The settle time (R20) is longer than a request is under way plus what the PMS shows late. */
#define is_quiet(i) (late[i] == 0 && !unseen[i])

/* --- The PMS --- */

inline room_changes(new_value, by_other) {
    room = new_value;
    room_is_hidden = true;
    if
    :: kind(0) == SET && is_open(0) ->
        newer[0] = true;
        other_since[0] = other_since[0] || by_other;
        was[0] = was[0] || room == value(0)
    :: else
    fi;
    if
    :: kind(1) == SET && is_open(1) ->
        newer[1] = true;
        other_since[1] = other_since[1] || by_other;
        was[1] = was[1] || room == value(1)
    :: else
    fi;
    other_ever = other_ever || by_other
}

/* Of two sets of a room that were both confirmed, with nobody else about, the later one stays. */
inline newest_set_wins() {
    assert(!(FIRST == SET && SECOND == SET && stage[0] == confirmed && stage[1] == confirmed && !other_ever &&
             late[0] == 0 && late[1] == 0 && room != value(1)))
}

/* One copy of the request of change i arrives; `said` becomes the answer. */
inline arrives(i, said) {
    said = done;
    if
    :: forbidden -> said = no
    :: else ->
        if
        :: kind(i) == SET -> room_changes(value(i), false)
        :: kind(i) == CREATE ->
            tasks[i]++;
            assert(tasks[i] == 1) /* a create exists at most once (I8) */
        :: kind(i) == START && stay == expected && (FIRST != SET || room == value(0)) ->
            stay = started;
            stay_is_hidden = true
        :: kind(i) == CLOSE && !closed && tasks[0] > 0 ->
            closed = true;
            close_is_hidden = true
        :: else -> said = no
        fi
    fi;
    if
    :: said == done ->
        did[i] = true;
        unseen[i] = true
    :: else
    fi;
    newest_set_wins()
}

active proctype Pms() {
    mtype:answer said;
    do
    :: atomic { request -> request = false; arrives(at, answer) }
    :: atomic { request && !healthy -> request = false; answer = not_done } /* 401, 409, 429 */
    :: atomic { request && !healthy -> request = false }                    /* lost, or 5xx before anything was done */
    :: atomic { answer != silence && !healthy -> answer = silence }         /* the answer is lost */
    :: atomic { late[0] > 0 -> late[0]--; arrives(0, said); said = silence }
    :: atomic { late[1] > 0 -> late[1]--; arrives(1, said); said = silence }
    :: atomic { late[0] > 0 && !healthy -> late[0]-- }
    :: atomic { late[1] > 0 && !healthy -> late[1]-- }
    /* What was changed becomes visible. */
    :: atomic {
        room_is_hidden ->
        room_is_hidden = false;
        mirror_room_is_ours = false;
        shown_room = room;
        shown_newer[0] = newer[0];
        shown_newer[1] = newer[1];
        if :: FIRST == SET -> unseen[0] = false :: else fi;
        if :: SECOND == SET -> unseen[1] = false :: else fi
       }
    :: atomic {
        stay_is_hidden ->
        stay_is_hidden = false;
        shown_stay = stay;
        if :: FIRST == START -> unseen[0] = false :: else fi;
        if :: SECOND == START -> unseen[1] = false :: else fi
       }
    :: atomic { close_is_hidden -> close_is_hidden = false; shown_closed = closed; unseen[1] = false }
    :: atomic { FIRST == CREATE && unseen[0] -> unseen[0] = false; shown_task[0] = true }
    :: atomic { SECOND == CREATE && unseen[1] -> unseen[1] = false; shown_task[1] = true }
    od
}

/* Another user of the PMS, at the same things; and the end of all faults. */
active proctype Other() {
    do
    :: healthy = true; break /* or never */
#ifndef ALONE
    :: atomic { !healthy && kind(0) == SET && is_open(0) && room != OTHER -> room_changes(OTHER, true) }
    :: atomic { !healthy && kind(0) == SET && is_open(0) && room != BASE -> room_changes(BASE, true) }
    :: atomic { !healthy && kind(1) == SET && is_open(1) && room != OTHER -> room_changes(OTHER, true) }
#endif
    :: atomic {
        !healthy && (FIRST == START || SECOND == START) && stay == expected ->
        if :: stay = started :: stay = canceled fi;
        stay_is_hidden = true
       }
    :: atomic { !healthy && SECOND == CLOSE && tasks[0] > 0 && !closed -> closed = true; close_is_hidden = true }
#ifndef ALONE
    :: atomic { !healthy && !forbidden -> forbidden = true }
#endif
    od
}

/* --- The devices: an outbox that repeats until it holds the acknowledgement (R13) --- */

#if SECOND == NOTHING
active proctype Device() {
#ifdef ONCE
    command = true;
#endif
    do
#ifndef ONCE
    :: atomic { !acked && !command && !ack -> command = true }
#endif
    :: atomic { ack -> ack = false; acked = true; assert(stage[0] != none) } /* acknowledged: in the journal (I1) */
    /* The broker forgets. */
    :: atomic { command && !healthy -> command = false }
    :: atomic { ack && !healthy -> ack = false }
    od
}
#endif

/* --- The door: a command is accepted in one transaction, then acknowledged (R14) --- */

inline accept(i) {
    if
#ifdef DOUBLE_ROW
    :: false
#else
    :: stage[i] != none /* a repeat */
#endif
    :: else ->
        rows[i]++;
        assert(rows[i] == 1); /* I3 */
        stage[i] = ready;
        base[i] = mirror_room;
        newer[i] = false;
        shown_newer[i] = false;
        mirror_newer[i] = false;
        other_since[i] = false;
        was[i] = room == value(i)
    fi
}

active proctype Door() {
    do
#if SECOND == NOTHING
    :: atomic { up && command && !taken && !to_ack -> command = false; taken = true }
#ifdef ACK_BEFORE_COMMIT
    :: atomic { up && taken && !to_ack -> to_ack = true; ack = true }
    :: atomic { up && taken && to_ack -> taken = false; to_ack = false; accept(0) }
#else
    :: atomic { up && taken -> taken = false; to_ack = true; accept(0) }
    :: atomic { up && to_ack -> to_ack = false; ack = true }
#endif
    :: atomic { up && taken && !healthy -> taken = false } /* the disk is full: not saved, not acknowledged */
#else
    /* Of two changes only the acceptance: how they come to it, one change has shown. */
    :: atomic { up && stage[0] == none -> accept(0) }
    :: atomic { up && stage[1] == none && (!RELATED || stage[0] != none) -> accept(1) }
#endif
    od
}

/* --- How a change ends --- */

inline end(i, how) {
    stage[i] = how;
    ends[i]++;
    assert(ends[i] == 1); /* one terminal state (I2) */
    if
    :: how == confirmed ->
        if
        :: kind(i) == CREATE -> linked[i] = true; assert(tasks[i] == 1)
        :: kind(i) == SET ->
            assert(was[i]); /* I8 */
            mirror_room = value(i);
            mirror_room_is_ours = room_is_hidden;
            if :: i == 0 && stage[1] == ready -> base[1] = value(i) :: else fi
        :: kind(i) == START -> assert(stay == started); mirror_stay = started
        :: kind(i) == CLOSE -> assert(closed); mirror_closed = true
        fi
    :: how == replaced -> assert(other_since[i]) /* somebody else, not ourselves */
    /* Refused, or kept on the box: the PMS does not have it, or had it and somebody else changed it. */
    :: else -> assert(!did[i] || other_since[i])
    fi;
    /* Nothing is refused for want of what waits here. */
    assert(!(kind(i) == START && how == refused && FIRST == SET && is_open(0) && !forbidden && stay == expected));
    base[i] = BASE;
    newer[i] = false;
    shown_newer[i] = false;
    mirror_newer[i] = false;
    other_since[i] = false;
    was[i] = false;
    newest_set_wins()
}

/* A page of the PMS's rows. A task that carries the mark of a change settles it. */
inline rows_arrive(by_id) {
    if
    :: by_id || !mirror_room_is_ours ->
        mirror_room = shown_room;
        mirror_newer[0] = shown_newer[0];
        mirror_newer[1] = shown_newer[1]
    :: else
    fi;
    mirror_stay = shown_stay;
    mirror_closed = shown_closed;
    if :: FIRST == CREATE && is_open(0) && shown_task[0] -> end(0, confirmed) :: else fi;
    if :: SECOND == CREATE && is_open(1) && shown_task[1] -> end(1, confirmed) :: else fi
#ifdef NO_MARK
    ;
    if :: SECOND == CREATE && stage[0] == confirmed && is_open(1) && shown_task[0] -> end(1, confirmed) :: else fi
#endif
}

/* The lists are followed as ever, whatever the replayer does. */
active proctype Puller() {
    do
    :: atomic {
        up && ((!mirror_room_is_ours && (mirror_room != shown_room || mirror_newer[0] != shown_newer[0] ||
                                         mirror_newer[1] != shown_newer[1])) ||
               mirror_stay != shown_stay || mirror_closed != shown_closed || (shown_task[0] && is_open(0)) ||
               (SECOND == CREATE && shown_task[1] && is_open(1))) ->
        rows_arrive(false)
       }
    od
}

/* --- The replayer --- */

#ifdef OUT_OF_ORDER
#define its_turn(i) true
#else
#define its_turn(i) (i == 0 || !RELATED || !is_open(0))
#endif

/* `Replayer::send`: what the change has become meanwhile is judged, and the mark is committed (R18). */
inline judge_and_mark() {
    outcome = none;
    if
    :: kind(at) == SET && mirror_room != base[at] && mirror_room == value(at) -> outcome = confirmed
    :: kind(at) == SET && mirror_room != base[at] && mirror_room != value(at) && mirror_newer[at] ->
        if :: outcome = replaced :: outcome = none fi /* within a minute of each other the dirtier one wins */
    :: kind(at) == CREATE && linked[at] -> outcome = confirmed
    :: kind(at) == CLOSE && !linked[0] -> outcome = box_only
    :: kind(at) == CLOSE && linked[0] && mirror_closed -> outcome = confirmed
    :: kind(at) == START && mirror_stay == started -> outcome = confirmed
    :: kind(at) == START && mirror_stay == canceled -> outcome = refused
    :: else
    fi;
    if
    :: outcome != none -> phase = settling
    :: else ->
#ifndef UNMARKED
        stage[at] = in_flight;
#endif
        phase = marked
    fi
}

/* `Replayer::found`: the mirror is fresh. */
inline decide_by_what_is_there() {
    if
    :: kind(at) == SET && mirror_room == value(at) -> outcome = confirmed
    :: kind(at) == START && mirror_stay == started -> outcome = confirmed
    :: kind(at) == START && mirror_stay == canceled -> outcome = refused
    :: kind(at) == CLOSE && mirror_closed -> outcome = confirmed
    :: else -> outcome = (sure -> ready : unknown)
    fi
}

active proctype Replayer() {
    do
    :: atomic { up && phase == idle && stage[0] == ready -> at = 0; phase = permitted }
    :: atomic { up && phase == idle && stage[1] == ready && its_turn(1) -> at = 1; phase = permitted }
#ifdef BLIND
    :: atomic { up && phase == idle && stage[0] == unknown -> at = 0; stage[0] = ready; phase = permitted }
#else
    :: atomic { up && phase == idle && stage[0] == unknown -> at = 0; phase = looking }
#endif
    :: atomic { up && phase == idle && stage[1] == unknown && its_turn(1) -> at = 1; phase = looking }

    :: atomic { up && phase == permitted && stage[at] != ready -> at = 0; phase = idle }
    :: atomic { up && phase == permitted && stage[at] == ready -> judge_and_mark() }
    :: atomic { up && phase == permitted && !healthy -> at = 0; phase = idle } /* the disk is full: not marked, so not sent */

    :: atomic {
        up && phase == marked ->
#ifndef UNMARKED_HARM
        assert(stage[at] == in_flight); /* I6 */
#endif
        request = true;
        answer = silence;
        phase = waiting
       }
    :: atomic { up && phase == marked && !healthy -> outcome = ready; phase = settling } /* no connection */

    :: atomic {
        up && phase == waiting && answer != silence ->
        outcome = (answer == done -> confirmed : (answer == no -> refused : ready));
        answer = silence;
        phase = settling
       }
    :: atomic { /* waited long enough */
        up && phase == waiting && (!healthy || (!request && answer == silence)) ->
        if :: request && late[at] < MOST_LATE -> late[at]++ :: else fi;
        request = false;
        answer = silence;
        outcome = unknown;
        phase = settling
       }

    :: atomic {
        up && phase == looking ->
#ifdef IMPATIENT
        sure = true;
#else
        sure = is_quiet(at);
#endif
        rows_arrive(true);
        phase = looked
       }
    :: atomic { up && phase == looking && !healthy -> at = 0; phase = idle } /* the look failed: another one later */
    :: atomic { up && phase == looked -> decide_by_what_is_there(); phase = settling }

    :: atomic {
        up && phase == settling ->
        if
#ifndef SETTLED_TWICE
        :: !is_open(at) /* a page has settled it */
#endif
        :: else ->
            if
            :: outcome == ready || outcome == unknown -> stage[at] = outcome
            :: else -> end(at, outcome)
            fi
        fi;
        outcome = none;
        sure = false;
        at = 0;
        phase = idle
       }
    od
}

/* --- Power: the box dies between any two steps, and comes back --- */

#ifdef BELIEVED_LOST
#define DOUBT ready
#else
#define DOUBT unknown
#endif

active proctype Power() {
    do
    :: atomic {
        up && !healthy ->
        up = false;
        if :: request && late[at] < MOST_LATE -> late[at]++ :: else fi;
        request = false;
        answer = silence;
        taken = false;
        to_ack = false;
        phase = idle;
        outcome = none;
        sure = false;
        at = 0
       }
    :: atomic { /* the first transaction: what was in flight is in doubt (R19) */
        !up ->
#ifndef FORGETFUL
        if :: stage[0] == in_flight -> stage[0] = DOUBT :: else fi;
        if :: stage[1] == in_flight -> stage[1] = DOUBT :: else fi;
#endif
        up = true
       }
    od
}

/* Every change that staff made ends when the faults do. */
ltl ends_at_last { always (healthy implies eventually (has_ended(0) && (SECOND == NOTHING || has_ended(1)))) }
