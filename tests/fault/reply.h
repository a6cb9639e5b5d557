/* One query's reply, faults and all. */
#ifndef TESTS_FAULT_REPLY_H
#define TESTS_FAULT_REPLY_H

#include "tests/fault/fault.h"
#include "tests/fault/world.h"

typedef struct {
    GBytes *wire;            /* NULL: say nothing */
    guint delay;             /* milliseconds */
    gboolean from_elsewhere; /* send it from another port */
} FaultReply;

FaultReply fault_reply(const World *world, const guint8 *query, gsize length, gboolean tcp,
                       guint listener);

#endif
