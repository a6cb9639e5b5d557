/* What /etc/resolv.conf says (resolv.conf(5)), as far as it matters to somebody who asks for full
 * names only: search and ndots do not. */
#ifndef CHECKS_DNS_RESOLV_CONF_H
#define CHECKS_DNS_RESOLV_CONF_H

#include <glib.h>

typedef struct {
    GPtrArray
        *servers;      /* char*, "192.0.2.53", "fe80::1%eth0"; the local host where none is named */
    guint timeout;     /* options timeout: seconds a try, 1 to 30; 0: not said */
    guint attempts;    /* options attempts: 1 to 5; 0: not said */
    gboolean rotate;   /* take turns between the servers */
    gboolean use_tcp;  /* use-vc */
    gboolean trust_ad; /* the way to the servers is safe, so AD means something */
} ResolvConf;

/* Any bytes; what is not understood is skipped. */
ResolvConf *resolv_conf_parse(const char *text, gsize length);
/* A file that cannot be read counts as empty. NULL: /etc/resolv.conf. */
ResolvConf *resolv_conf_load(const char *path);
void resolv_conf_free(ResolvConf *conf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ResolvConf, resolv_conf_free)

#endif
