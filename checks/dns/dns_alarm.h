/* A timer of microseconds on the default GMainContext that can be set again. */
#ifndef CHECKS_DNS_DNS_ALARM_H
#define CHECKS_DNS_DNS_ALARM_H

#include <glib.h>

typedef struct DnsAlarm DnsAlarm;

/* Not set at first. The alarm may be set again or freed from within the call. */
DnsAlarm *dns_alarm_new(void (*ring)(gpointer), gpointer data);
/* Rings once, at `when` of g_get_monotonic_time(); 0: at once, from the loop. */
void dns_alarm_set(DnsAlarm *alarm, gint64 when);
void dns_alarm_free(DnsAlarm *alarm);

#endif
