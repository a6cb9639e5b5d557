/* The command line (contract; whybounce(1)). */
#ifndef TUI_BASE_OPTIONS_H
#define TUI_BASE_OPTIONS_H

#include <glib.h>
#include "tui/report/redact.h"

typedef struct {
    /* Only what the person gave, on the command line or in the file of settings; NULL or FALSE
     * otherwise. */
    gboolean json, text, markdown, html, record;
    gboolean verbose;
    gboolean authority, no_authority, public, watch, strict;
    gboolean csv, failed_only;
    gboolean interactive, plain, offline, ascii, no_history, version, lint_catalogue;
    gboolean redact, redact_ip, no_redact, no_ascii, no_public, no_config, print_config;
    char **resolvers;
    char *zone, *sender, *recipient, *ip, *domain, *selector, *helo, *cause;
    char *lang, *reply_lang, *color, *sample, *config, *sandbox;
    char *since, *until; /* of logs */
    guint history_days;  /* 0: the usual ones */
    GHashTable *origins; /* setting to "FILE:LINE" (config.h), or NULL */
    double timeout;      /* seconds, 0: the engine's own */
    char **arguments;    /* what is left, NULL-terminated, never NULL */
} Options;

/* Parses. False with *error: one line that names the mend. `--help` prints and exits 0. */
gboolean options_parse(Options *options, int argc, char **argv, GError **error);
void options_clear(Options *options);

/* What is replaced by pseudonyms; `otherwise` where nothing was said of it. */
RedactLevel options_redact(const Options *options, RedactLevel otherwise);

/* How long a session and its cases are kept. */
guint options_history_days(const Options *options);

/* The report format that was asked for; NULL: none was. */
const char *options_format(const Options *options);

#endif
