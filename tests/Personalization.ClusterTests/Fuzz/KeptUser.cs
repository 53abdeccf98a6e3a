namespace Personalization.ClusterTests.Fuzz;

/// <summary>
/// Keeps the users whose events are counted apart from those the fuzzer forgets or merges away, so that each accepted
/// event must still be there at the end. Text that is no id stays as it is.
/// </summary>
internal static class KeptUser
{
    /// <summary>The id of a user who is never forgotten or merged away.</summary>
    public static string Of(string id) => id.Trim().Length == 0 ? id : "k" + id;

    /// <summary>The id of a user who may be.</summary>
    public static string Forgettable(string id) => id.Trim().Length == 0 ? id : "g" + id;
}
