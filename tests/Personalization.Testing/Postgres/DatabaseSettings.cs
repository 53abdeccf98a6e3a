using System.Collections.Immutable;

namespace Personalization.Testing.Postgres;

/// <summary>The settings of engine processes on a test database.</summary>
internal static class DatabaseSettings
{
    public static ImmutableDictionary<string, string> Of(TestDatabase database) =>
        ImmutableDictionary.CreateRange(new Dictionary<string, string>
        {
            ["Personalization__Profile"] = "Postgres",
            ["Personalization__Postgres__ConnectionString"] = database.ConnectionString,
            ["Personalization__Postgres__MaxConnections"] = "8",
        });
}
