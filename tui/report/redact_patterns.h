/* How personal things look in a text: for redact.c. Each is compiled once and kept. */
#ifndef TUI_REPORT_REDACT_PATTERNS_H
#define TUI_REPORT_REDACT_PATTERNS_H

#include <glib.h>

/* local@domain, the local part as group "local", the domain as "domain". */
const GRegex *redact_addresses(void);
/* A header of addresses, with its continuation lines: "name" with the colon, "value". */
const GRegex *redact_address_headers(void);
/* The name before <, and comments, in the value of one. */
const GRegex *redact_names(void);
/* A header with a subject: "name", "value". */
const GRegex *redact_subjects(void);
/* A header of message ids: "value". */
const GRegex *redact_message_ids(void);
/* A header that names the client's IP: "value". */
const GRegex *redact_client_headers(void);
const GRegex *redact_ips(void);
/* Lines of base64, at least two. */
const GRegex *redact_base64(void);
/* An encoded word of RFC 2047. */
const GRegex *redact_encoded_words(void);
/* A soft line break of quoted-printable behind a line that is no base64: "line". */
const GRegex *redact_soft_breaks(void);

/* A subject within a line, where headers were run together: "value". */
const GRegex *redact_flat_subjects(void);
/* "Dear Kim Wool," and the name below "Regards,": "value". */
const GRegex *redact_greetings(void);
const GRegex *redact_farewells(void);
/* A name before an address in angle brackets, anywhere: "quoted" or "value". */
const GRegex *redact_named_addresses(void);
/* What stands in angle brackets without a domain, in a header of message ids. */
const GRegex *redact_bare_ids(void);
/* A URL with something behind its host, also as JSON has it: "host", "rest". */
const GRegex *redact_urls(void);
/* TRUE for a page that explains a reply to everybody, so that its URL can stay whole. */
gboolean redact_is_help(const char *host, const char *rest);
/* TRUE for a word of which no name of a person is made. */
gboolean redact_is_office(const char *word);

/* The local part as it is meant: without what a log ("to=") or Chinese words put before it. Points
 * into `local`. */
const char *redact_local_start(const char *local);

/* TRUE for a mailbox that belongs to an office and not to a person (RFC 2142 and usual ones): as a
 * bare word it is a word like any other. */
gboolean redact_is_role(const char *local);

#endif
