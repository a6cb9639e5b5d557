/* Macro strings of RFC 7208 section 7: "%{ir}.%{v}._spf.%{d2}". */
#ifndef CHECKS_SPF_SPF_MACRO_H
#define CHECKS_SPF_SPF_MACRO_H

#include "checks/spf/spf_address.h"

/* Where the string stands, for the letters and characters that are allowed there. */
typedef enum {
    SPF_MACRO_DOMAIN,   /* domain-spec: c, r, t are not allowed */
    SPF_MACRO_MODIFIER, /* value of a modifier that we don't know */
    SPF_MACRO_TEXT      /* explanation: blanks are allowed too */
} SpfMacroPlace;

/* All texts lent; none may be NULL. */
typedef struct {
    const char *sender;        /* %{s} */
    const char *local_part;    /* %{l} */
    const char *sender_domain; /* %{o} */
    const char *domain;        /* %{d}, whose record it is */
    const char *validated;     /* %{p}, "unknown" where there is none */
    const char *helo;          /* %{h} */
    const char *receiver;      /* %{r} */
    SpfAddress ip;             /* %{i} %{v} %{c} */
    gint64 time;               /* %{t}, seconds */
} SpfMacroValues;

/* Checks `length` bytes against the grammar. On an error false, *position (offset) and *problem
 * (static words). */
gboolean spf_macro_check(const char *text, gsize length, SpfMacroPlace place, gsize *position,
                         const char **problem);
/* True where the (checked) text holds the macro of this lower-case letter. */
gboolean spf_macro_uses(const char *text, char letter);
/* Expands a checked text. g_free(). The explanation is cut at 2,048 bytes. */
char *spf_macro_explain(const char *text, const SpfMacroValues *values);
/* Expands a checked domain-spec to a name that can be asked for (RFC 7208 7.3): without a trailing
 * dot, cut from the left at a label to 253 octets at most; bytes that are not plain in a name are
 * escaped as in zone files (RFC 4343). Time and memory are linear in text and values. g_free(). */
char *spf_macro_name(const char *domain_spec, const SpfMacroValues *values);
/* The same for a name that is at hand as such. g_free(). */
char *spf_name_escape(const char *name, gsize length);

#endif
