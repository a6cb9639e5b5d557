/* A fix with the values of its case. */
#include "checks/judge/result.h"

void result_fix_free(gpointer data)
{
    ResultFix *fix = data;
    proposed_record_free(fix->record);
    g_hash_table_unref(fix->values);
    g_ptr_array_unref(fix->obstacles);
    g_free(fix);
}

ResultFix *result_fix_new(const Fix *fix, gboolean with_record, Language language,
                          GHashTable *values)
{
    ResultFix *own = g_new0(ResultFix, 1);
    own->fix = fix;
    own->values = g_hash_table_ref(values);
    own->record = with_record ? proposed_record_new(fix, language, values) : NULL;
    own->obstacles = g_ptr_array_new();
    return own;
}
