/* What a redaction knows, and how it learns it: for redact.c. */
#ifndef TUI_REPORT_REDACT_LEARN_H
#define TUI_REPORT_REDACT_LEARN_H

#include "tui/report/redact.h"

struct Redaction {
    RedactLevel level;
    GHashTable *known;  /* char* key in lower case -> Replacement*, lent by the list */
    GPtrArray *list;    /* Replacement* */
    GPtrArray *reverse; /* Replacement*: the IPs of the list in the reverse tree */
    guint users, messages, subjects, names, ips;
    GRegex *words; /* bare local parts, names and whole subjects; NULL: to be made anew */
};

/* NULL: not known. `key` in any case. */
const Replacement *redact_find(const Redaction *redaction, const char *key);

/* Learns the addresses, names, message ids and subjects of a text; of an IP, where the level says
 * so, what stands in headers that name the client. */
void redact_learn_text(Redaction *redaction, const char *text);
void redact_learn_subject(Redaction *redaction, const char *value);
/* Its URLs: of one that is not redact_is_help() nothing is left but the host. */
void redact_learn_urls(Redaction *redaction, const char *text);
void redact_learn_ip(Redaction *redaction, const char *ip);

/* A folded value in one line, as readers give it. g_free(). */
char *redact_unfolded(const char *value);

#endif
