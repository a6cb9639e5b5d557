#include "checks/spf/spf.h"

const char *spf_result_name(SpfResultCode code)
{
    static const char *const names[] = {"none",     "neutral",   "pass",      "fail",
                                        "softfail", "temperror", "permerror", "pending"};
    return names[code];
}

void spf_result_free(SpfResult *result)
{
    if (result == NULL)
        return;
    g_free(result->explanation);
    g_free(result->domain);
    g_free(result->mechanism);
    g_free(result->problem);
    g_free(result->problem_detail);
    g_free(result->record);
    g_ptr_array_unref(result->steps);
    g_ptr_array_unref(result->answers);
    g_free(result);
}
