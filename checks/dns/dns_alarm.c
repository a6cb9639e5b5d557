#include "checks/dns/dns_alarm.h"

struct DnsAlarm {
    GSource source;
    void (*ring)(gpointer);
    gpointer data;
};

static gboolean dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
    DnsAlarm *alarm = (DnsAlarm *)source;
    (void)callback;
    (void)data;
    g_source_set_ready_time(source, -1);
    alarm->ring(alarm->data);
    return G_SOURCE_CONTINUE;
}

DnsAlarm *dns_alarm_new(void (*ring)(gpointer), gpointer data)
{
    static GSourceFuncs functions = {.dispatch = dispatch};
    DnsAlarm *alarm = (DnsAlarm *)g_source_new(&functions, sizeof(DnsAlarm));
    alarm->ring = ring;
    alarm->data = data;
    g_source_attach(&alarm->source, NULL);
    return alarm;
}

void dns_alarm_set(DnsAlarm *alarm, gint64 when)
{
    g_source_set_ready_time(&alarm->source, when);
}

void dns_alarm_free(DnsAlarm *alarm)
{
    g_source_destroy(&alarm->source);
    g_source_unref(&alarm->source);
}
