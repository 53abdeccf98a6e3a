namespace Personalization.ClusterTests.Fuzz;

/// <summary>
/// Separates the users whose events are counted from the users that the fuzzer forgets or merges. All accepted events
/// of the first must exist at the end. Text that is not an id stays unchanged.
/// </summary>
internal static class FuzzUsers
{
    /// <summary>Gets the id of a user who is never forgotten or merged.</summary>
    public static string Permanent(string id) => id.Trim().Length == 0 ? id : "k" + id;

    /// <summary>Gets the id of a user who may be forgotten or merged.</summary>
    public static string Forgettable(string id) => id.Trim().Length == 0 ? id : "g" + id;
}
