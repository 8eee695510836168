/* SPDX-License-Identifier: Apache-2.0
 *
 * replay - segments in three queues; the contract is in replay.h
 */
#include "config.h"

#include <stdlib.h>

#include "delivery/replay.h"

struct segment {
    struct segment *next;
    int64_t time;      /* when it was first sent, or 0 */
    uint64_t position; /* where the stream ended then */
    uint64_t batch;
    unsigned frames;
    size_t length, size;
    char bytes[];
};

struct queue {
    struct segment *first, *last;
    size_t bytes;
};

struct replay {
    struct queue acknowledged, in_flight, unsent;
    uint64_t batch;
    int64_t newest; /* time of the newest segment */
    size_t size;
    int64_t milliseconds;
};

static void append(struct queue *queue, struct segment *segment) {
    segment->next = NULL;
    if (queue->first == NULL)
        queue->first = segment;
    else
        queue->last->next = segment;
    queue->last = segment;
    queue->bytes += segment->length;
}

static struct segment *take(struct queue *queue) {
    struct segment *segment = queue->first;
    queue->first = segment->next;
    queue->bytes -= segment->length;
    return segment;
}

/* all of `from` behind the last of `to` */
static void move_all(struct queue *to, struct queue *from) {
    while (from->first != NULL)
        append(to, take(from));
}

static void drop_all(struct queue *queue) {
    while (queue->first != NULL)
        free(take(queue));
}

static void trim(struct replay *replay) {
    struct queue *queue = &replay->acknowledged;
    while (queue->first != NULL &&
           (queue->bytes > replay->size || replay->newest - queue->first->time > replay->milliseconds))
        free(take(queue));
}

struct replay *replay_new(size_t size, int64_t milliseconds) {
    struct replay *replay = calloc(1, sizeof(*replay));
    if (replay == NULL)
        return NULL;
    replay->size = size;
    replay->milliseconds = milliseconds;
    return replay;
}

void replay_free(struct replay *replay) {
    if (replay == NULL)
        return;
    drop_all(&replay->acknowledged);
    drop_all(&replay->in_flight);
    drop_all(&replay->unsent);
    free(replay);
}

/* The last unsent segment, if the frame may go into it: then it has room. A lone
 * frame, as on a quiet host, takes the memory it needs; the second one brings a
 * whole piece, and replay_sent gives back what is left of it where that is much:
 * pieces of all sizes a few bytes apart would leave holes that fit none. */
static struct segment *open_segment(struct replay *replay, size_t length) {
    struct queue *queue = &replay->unsent;
    struct segment *segment = queue->first != NULL ? queue->last : NULL;
    if (segment == NULL || segment->batch != replay->batch || segment->time != 0 ||
        segment->length + length > REPLAY_PIECE)
        return NULL;
    if (segment->size >= REPLAY_PIECE)
        return segment;
    struct segment *larger = realloc(segment, sizeof(*segment) + REPLAY_PIECE);
    if (larger == NULL)
        return NULL;
    larger->size = REPLAY_PIECE;
    if (queue->first == segment)
        queue->first = larger;
    else
        for (struct segment *before = queue->first; before != NULL; before = before->next)
            if (before->next == segment)
                before->next = larger;
    queue->last = larger;
    return larger;
}

bool replay_add(struct replay *replay, const char *frame, size_t length) {
    struct segment *segment = open_segment(replay, length + 1);
    if (segment == NULL) {
        if ((segment = malloc(sizeof(*segment) + length + 1)) == NULL)
            return false;
        *segment = (struct segment){.size = length + 1, .batch = replay->batch};
        append(&replay->unsent, segment);
    }
    memcpy(segment->bytes + segment->length, frame, length);
    segment->bytes[segment->length + length] = '\0';
    segment->length += length + 1;
    segment->frames++;
    replay->unsent.bytes += length + 1;
    return true;
}

struct text replay_next(const struct replay *replay) {
    const struct segment *segment = replay->unsent.first;
    return segment != NULL ? (struct text){segment->bytes, segment->length} : (struct text){NULL, 0};
}

unsigned replay_next_frames(const struct replay *replay) {
    return replay->unsent.first != NULL ? replay->unsent.first->frames : 0;
}

void replay_sent(struct replay *replay, int64_t now, uint64_t position) {
    struct segment *segment = take(&replay->unsent);
    if (segment->size - segment->length > REPLAY_PIECE / 8) {
        struct segment *smaller = realloc(segment, sizeof(*segment) + segment->length);
        if (smaller != NULL)
            segment = smaller;
        segment->size = segment->length;
    }
    /* The first time counts: frames that go round with a receiver that closes after each
     * connection's first frames grow too old for it. */
    if (segment->time == 0)
        segment->time = now;
    if (segment->time > replay->newest)
        replay->newest = segment->time;
    segment->position = position;
    append(&replay->in_flight, segment);
}

void replay_acknowledge(struct replay *replay, uint64_t position) {
    struct queue *queue = &replay->in_flight;
    if (queue->first == NULL || queue->first->position > position)
        return;
    while (queue->first != NULL && queue->first->position <= position)
        append(&replay->acknowledged, take(queue));
    trim(replay);
}

unsigned replay_rewind(struct replay *replay, int64_t since) {
    struct queue again = {NULL, NULL, 0};
    unsigned frames = 0;
    while (replay->acknowledged.first != NULL && replay->acknowledged.first->time < since)
        free(take(&replay->acknowledged));
    for (struct segment *segment = replay->in_flight.first; segment != NULL; segment = segment->next)
        frames += segment->frames;
    for (struct segment *segment = replay->acknowledged.first; segment != NULL; segment = segment->next)
        frames += segment->frames;
    move_all(&again, &replay->in_flight);
    move_all(&again, &replay->unsent);
    move_all(&again, &replay->acknowledged);
    replay->unsent = again;
    return frames;
}

void replay_forget(struct replay *replay) {
    drop_all(&replay->acknowledged);
    drop_all(&replay->in_flight);
}

void replay_begin(struct replay *replay) {
    replay->batch++;
}

void replay_withdraw(struct replay *replay) {
    struct queue kept = {NULL, NULL, 0};
    while (replay->unsent.first != NULL) {
        struct segment *segment = take(&replay->unsent);
        if (segment->batch == replay->batch)
            free(segment);
        else
            append(&kept, segment);
    }
    replay->unsent = kept;
}

struct replay_fill replay_fill(const struct replay *replay) {
    return (struct replay_fill){replay->unsent.bytes, replay->in_flight.bytes, replay->acknowledged.bytes};
}
