/* Notifications of mail services as JSON: a bounce, a complaint or a delivery that Amazon SES (also
 * within SNS), SendGrid, Mailgun, Postmark, SparkPost, Mandrill, Mailjet, Brevo and others tell a
 * program, however they nest it. */
#ifndef CONTENT_READER_READ_JSON_H
#define CONTENT_READER_READ_JSON_H

#include "content/text/facts.h"

/* Adds a Facts for each recipient that the JSON at the start of `text` speaks of, several values
 * one behind the other, too. Returns the kind of the message by its events; KIND_COUNT where the
 * text is no JSON or speaks of no recipient, and nothing was added. */
InputKind json_read_events(const char *text, gsize length, GPtrArray *cases);

#endif
