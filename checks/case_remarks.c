/* "remarks" of the case document. */
#include "checks/case_document.h"

#include "checks/case_forwarding.h"

json_t *case_remarks(const Diagnosis *diagnosis, GHashTable *values)
{
    json_t *remarks = json_array();
    case_forwarding_remarks(diagnosis, values, remarks);
    return remarks;
}
