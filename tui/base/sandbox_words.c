/* One sentence for all that holds, one for what is missing. */
#include "tui/base/sandbox_words.h"

#include "checks/confine/sandbox.h"
#include "tui/base/i18n.h"

char *sandbox_words(guint holds)
{
    g_autoptr(GString) missing = g_string_new(NULL);
    if (holds == SANDBOX_ALL)
        return g_strdup(
            _("what reads mail is locked in: system calls (seccomp), files (Landlock), not root"));
    if (!(holds & SANDBOX_CALLS))
        g_string_append(missing, "seccomp ");
    if (!(holds & SANDBOX_FILES))
        g_string_append(missing, "Landlock ");
    if (!(holds & SANDBOX_USER))
        g_string_append(missing, "setuid ");
    g_string_truncate(missing, missing->len - 1);
    return g_strdup_printf(_("what reads mail is not locked in whole on this system, it lacks: %s"),
                           missing->str);
}
