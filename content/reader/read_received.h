/* Received fields (RFC 5321 4.4): which system handed the message over. */
#ifndef CONTENT_READER_READ_RECEIVED_H
#define CONTENT_READER_READ_RECEIVED_H

#include <glib.h>

typedef struct {
    char *ip;            /* canonical */
    char *helo;          /* as the client named itself */
    char *envelope_from; /* where the field tells it */
    gboolean login;      /* the client logged in (RFC 4954): a mail program, or a host behind it */
} Hop;

/* The newest hop whose client has a public IP: the system that the reporting host got the mail
 * from. `fields` is of Field*. Returns the number of Received fields; hop's members are yours, NULL
 * where unknown. */
guint received_last_external(const GPtrArray *fields, Hop *hop);

/* One field's value: "from mx.example.org (mx.example.org [203.0.113.9]) by ...". */
void received_read(const char *value, Hop *hop);

#endif
