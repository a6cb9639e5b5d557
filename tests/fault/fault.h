/* The fault lines of a fault server's file: which question gets which fault. */
#ifndef TESTS_FAULT_FAULT_H
#define TESTS_FAULT_FAULT_H

#include <glib.h>

typedef struct {
    char *name;     /* normalised; "*" and "*.ZONE" for all (below) */
    guint16 type;   /* 0: all */
    guint listener; /* 1 for the first address; 0: all */
    guint first;    /* only so many questions; 0: all */
    guint met;      /* how many questions it was applied to */

    guint delay; /* milliseconds */
    int drop;    /* so many questions; -1: all */
    guint every; /* drop each N-th question; 0: none */
    double loss; /* percent of the UDP questions that are lost, as `random` has it */
    GRand *random;
    int rcode; /* -1: as the data say */
    gboolean truncate, bad_id, bad_question, bad_source, garbage, no_aa, aa, ad, no_edns,
        lower_case, no_chase, referral, delegated, tcp_refused, header_only;
    int extended_error; /* -1: none */
    char *extended_text;
    GBytes *raw; /* what follows header and question, instead of all else */
} Fault;

/* Reads "NAME [TYPE] fault...", the text behind the '!'. NULL and *error on a word that is not
 * known. */
Fault *fault_parse(const char *line, GError **error);
void fault_free(Fault *fault);

/* The most special fault for a question, counted as met; NULL: none. `faults`: Fault*. */
Fault *fault_find(const GPtrArray *faults, const char *name, guint16 type, guint listener);

#endif
