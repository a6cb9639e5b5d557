/* The way of the mail as a picture: sender's program, sending host, each MX, mailbox, and the link
 * that broke. */
#ifndef TUI_REPORT_ROUTE_H
#define TUI_REPORT_ROUTE_H

#include <glib.h>
#include <jansson.h>

/* The links, each before the station of its name. */
typedef enum { LINK_NONE, LINK_TO_HOST, LINK_TO_MX, LINK_TO_MAILBOX } MailLink;

/* Which link broke; LINK_NONE: none did, as far as the document says. */
MailLink mail_path_broken(const json_t *document);

typedef struct {
    char *label;     /* "Sent by"; NULL: the station goes on, or a link */
    char *text;      /* foreign: not safe yet */
    gboolean link;   /* a link, not a station */
    gboolean broken; /* the link that broke */
} PathLine;

/* The picture, top down; NULL where fewer than two stations are known. GPtrArray of PathLine*,
 * yours. */
GPtrArray *mail_path(const json_t *document, gboolean ascii);

/* The same as safe text in ASCII, at most 72 columns wide; NULL likewise. g_free(). */
char *mail_path_picture(const json_t *document);

#endif
