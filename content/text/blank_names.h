/* Names are not words: "timeout" in kim@timeout-wool.example or relay.spf.example says nothing of
 * why a message came back. */
#ifndef CONTENT_TEXT_BLANK_NAMES_H
#define CONTENT_TEXT_BLANK_NAMES_H

#include <glib.h>

/* A copy of `text` (`length` bytes, normal text: content/text/normal_text.h) in which mail
 * addresses, host names, the name before "[IP]" or in "<name>: Helo", and bracketed IPs hold 'x'
 * for each letter and '0' for each digit; dots, hyphens, @ and brackets stay, so that each byte
 * keeps its place. File names (invoice.exe) and names of programs (java.net.ConnectException)
 * stay. NULL where there is no name. g_free(); zeros stand behind it as behind normal text. */
char *blank_names(const char *text, gsize length);

#endif
