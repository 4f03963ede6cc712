/** An organisation's id. Branded, so that no other string passes for the tenant of a query. */
export type OrgId = string & { readonly __brand: "OrgId" };
