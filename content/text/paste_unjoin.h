/* A notification that lost its line ends on the way, in a chat or a field of one line. */
#ifndef CONTENT_TEXT_PASTE_UNJOIN_H
#define CONTENT_TEXT_PASTE_UNJOIN_H

#include <glib.h>

/* Gives a text that is one long line the line ends that its words tell: before header fields
 * and "<address>:", before and behind rules ("-----"), before the marks of an SMTP session. Each
 * takes the place of a blank, so that no length changes; any other text stays as it is. */
void text_unjoin(GString *text);

#endif
