using System.Collections.Frozen;
using System.Reflection;
using Npgsql;
using Personalization.Abstractions.Users;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Personalization.Storage.Errors;

/// <summary>
/// The errors of stores whose types are neither of .NET nor of Orleans. A grain passes them to its caller, who can then
/// see that a retry would help.
/// </summary>
public static class StoreErrors
{
    private static readonly Assembly Own = typeof(StoreErrors).Assembly;
    private static readonly Assembly Contracts = typeof(ActivationFencedException).Assembly;

    /// <summary>The types of other libraries.</summary>
    public static IReadOnlySet<Type> Types { get; } = new[]
    {
        typeof(NpgsqlException),
        typeof(PostgresException),
        typeof(BrokenCircuitException),
        typeof(IsolatedCircuitException),
        typeof(TimeoutRejectedException),
        typeof(RateLimiterRejectedException),
    }.ToFrozenSet();

    /// <summary>Whether a type is listed, or is an error of this library or of the contracts.</summary>
    public static bool Contains(Type type) =>
        Types.Contains(type) || type.Assembly == Own || type.Assembly == Contracts;
}
