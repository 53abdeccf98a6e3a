using Azure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using Personalization.Hosting.Composition;

namespace Personalization.Tests.Hosting.Composition;

/// <summary>What crosses from one process of a cluster to another.</summary>
public sealed class ClusterSetupTests
{
    /// <summary>Retries hang on the kind of an error: what a store says of its database must arrive as it was thrown.</summary>
    [Fact]
    public async Task A_stores_error_arrives_as_what_it_is_whatever_caused_it()
    {
        IServiceCollection services = new ServiceCollection().AddSerializer();
        ClusterSetup.PassErrors(services);
        await using ServiceProvider provider = services.BuildServiceProvider();
        Serializer serializer = provider.GetRequiredService<Serializer>();

        foreach (Exception cause in new Exception[] { new NpgsqlException("stream"), new RequestFailedException(503, "busy"), new TimeoutException("late") })
        {
            Exception passed = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new IOException("The outcome of the write is unknown.", cause)))!;

            Assert.Equal("The outcome of the write is unknown.", Assert.IsType<IOException>(passed).Message);
            Assert.Contains(cause.Message, passed.InnerException!.Message, StringComparison.Ordinal);
        }
    }
}
