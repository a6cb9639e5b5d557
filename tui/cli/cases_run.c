#include "tui/cli/cases_run.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include "content/base/safe_text.h"
#include "tui/cli/report_queue.h"
#include "tui/base/locale_charset.h"
#include "tui/base/recent_cases.h"
#include "tui/base/recent_words.h"
#include "tui/base/i18n.h"

static int list(const RecentCases *recent)
{
    json_auto_t *entries = recent_cases_list(recent);
    json_t *entry;
    size_t index;
    json_array_foreach(entries, index, entry)
    {
        g_autofree char *what = recent_what(entry);
        g_autofree char *time = recent_time(entry);
        g_autofree char *domain = recent_domain(entry);
        own_charset_print(stdout, "%s  %s  %s  %s\n",
                          json_string_value(json_object_get(entry, "id")), time, domain, what);
    }
    if (json_array_size(entries) == 0)
        own_charset_print(stdout, "%s\n",
                          _("There are no cases: the wizard keeps each that reached a verdict."));
    return fflush(stdout) || ferror(stdout) ? EX_IOERR : EX_OK;
}

static int open_cases(const BatchRun *run, const RecentCases *recent, char *const *ids)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (; *ids; ids++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) bytes = recent_cases_read(recent, *ids, &error);
        if (!bytes) {
            batch_error(error->message);
            return EX_NOINPUT;
        }
        g_ptr_array_add(paths, recent_case_path(recent, *ids));
    }
    g_ptr_array_add(paths, NULL);
    return batch_run_inputs(run, (char *const *)paths->pdata);
}

static int delete_cases(const RecentCases *recent, char *const *ids)
{
    int status = EX_OK;
    if (!strcmp(ids[0], "all") && !ids[1]) {
        guint gone = recent_cases_delete_all(recent);
        own_charset_print(stdout, ngettext("%u case deleted.\n", "%u cases deleted.\n", gone),
                          gone);
        return fflush(stdout) ? EX_IOERR : EX_OK;
    }
    for (; *ids; ids++) {
        if (recent_cases_delete(recent, *ids))
            continue;
        g_autofree char *message =
            g_strdup_printf(_("there is no case %s: whybounce cases lists them"), *ids);
        batch_error(message);
        status = EX_NOINPUT;
    }
    return status;
}

int cases_run(const BatchRun *run, char *const *arguments)
{
    const char *verb = arguments[0];
    RecentCases *recent = recent_cases_open(0);
    int status = EX_USAGE;
    if (!verb || (!strcmp(verb, "list") && !arguments[1]))
        status = list(recent);
    else if (!strcmp(verb, "open") && arguments[1])
        status = open_cases(run, recent, arguments + 1);
    else if (!strcmp(verb, "delete") && arguments[1])
        status = delete_cases(recent, arguments + 1);
    else
        batch_error(_("cases takes nothing, open ID, delete ID or delete all"));
    recent_cases_close(recent);
    return status;
}
