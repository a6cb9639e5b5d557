/* A request of the engine, taken apart. */
#ifndef CHECKS_ENGINE_ENGINE_REQUEST_H
#define CHECKS_ENGINE_ENGINE_REQUEST_H

#include <jansson.h>
#include "checks/asker/asker.h"
#include "checks/judge/authority.h"
#include "checks/dns/source.h"
#include "content/text/facts.h"
#include "content/base/language.h"

/* Strings are lent by the request. */
typedef struct {
    const char *action;      /* "diagnose", "check", "glance", "cancel" */
    const char *source_name; /* "-" */
    GBytes *input;           /* empty where the request has none */
    int message;             /* which of a mailbox the input is, 1 for the first */
    gsize offset;            /* where in the mailbox it begins, bytes */
    gboolean joined;         /* the input was joined from lines of a log: it has no such place */
    Language language;
    Language reply_language; /* of the words to others; `language` unless asked for */
    gboolean translations;   /* it was asked for: give those words in every language */
    gboolean ask, offline;
    gboolean brief; /* of each case only what a summary needs (case_brief.h) */
    gboolean rules; /* tell which rules fired and which came near */
    AuthorityWish authority;
    gboolean public;      /* ask the named public resolvers too */
    gboolean watch;       /* a round of a watch: only what is published decides */
    gboolean strict;      /* of a domain check: what is weak counts, too */
    gboolean record;      /* documents shall hold what it takes to replay them */
    gboolean has_input;   /* ... the input, too */
    const json_t *replay; /* "answers" and "case" of a recorded one, or NULL */
    gint64 now;           /* microseconds of real time, of the clock unless the request tells it */
    gint64 budget;        /* microseconds, 0: the default */
    const char *cause_id; /* the person's choice, or NULL */
    const json_t *facts;  /* corrections, or NULL */
    char **resolvers;     /* NULL: those of the system */
    const char *zone_name, *zone_text;
    gsize zone_length;
} EngineRequest;

/* False with *error for one that cannot be understood. Clear it in both cases. */
gboolean engine_request_parse(json_t *json, GBytes *input, EngineRequest *request, GError **error);
void engine_request_clear(EngineRequest *request);

/* The source that the request asks for, with the asker behind it; NULL with *error, code an exit
 * code of <sysexits.h>. `authority_port`: of name servers, 0: 53. */
Source *engine_request_source(const EngineRequest *request, Asker *asker, guint16 authority_port,
                              GError **error);

/* Puts the person's corrections ("sender" "recipient" "ip" "domain" "selector" "helo") into the
 * facts. */
void engine_request_correct(const EngineRequest *request, Facts *facts);

#define ENGINE_REQUEST_ERROR (engine_request_error_quark())
GQuark engine_request_error_quark(void);

#endif
