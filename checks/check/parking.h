/* Name servers of domains that are parked or were not renewed (content/lists/parking.yaml). */
#ifndef CHECKS_CHECK_PARKING_H
#define CHECKS_CHECK_PARKING_H

#include <glib.h>

/* Whether a name server (spelt as Question.name) looks like one of these: a hint, no proof. */
gboolean parking_name_server(const char *name);

#endif
