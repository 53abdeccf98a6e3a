using Azure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using Personalization.Abstractions.Stores;
using Personalization.Hosting.Composition;

namespace Personalization.Tests.Hosting.Composition;

/// <summary>Errors that cross from one process of a cluster to another.</summary>
public sealed class ClusterSetupTests
{
    /// <summary>Retries depend on the type of an error, so a store's error must arrive as it was thrown.</summary>
    [Fact]
    public async Task A_store_error_keeps_its_type_message_and_cause()
    {
        IServiceCollection services = new ServiceCollection().AddSerializer();
        ClusterSetup.PassErrors(services);
        await using ServiceProvider provider = services.BuildServiceProvider();
        Serializer serializer = provider.GetRequiredService<Serializer>();

        foreach (Exception cause in new Exception[]
        {
            new NpgsqlException("stream"), new RequestFailedException(503, "busy"), new TimeoutException("late")
        })
        {
            Exception passed = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(
                new IOException("The outcome of the write is unknown.", cause)))!;

            Assert.Equal("The outcome of the write is unknown.", Assert.IsType<IOException>(passed).Message);
            Assert.Contains(cause.Message, passed.InnerException!.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The API fails fast only when it can recognize an unavailable store.</summary>
    [Fact]
    public async Task M13_An_unavailable_store_is_recognized_in_another_process()
    {
        IServiceCollection services = new ServiceCollection().AddSerializer();
        ClusterSetup.PassErrors(services);
        await using ServiceProvider provider = services.BuildServiceProvider();
        Serializer serializer = provider.GetRequiredService<Serializer>();

        Exception passed = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(
            new StoreUnavailableException("The store is away.", new IOException("the cause"))))!;

        Assert.Equal("The store is away.", Assert.IsType<StoreUnavailableException>(passed).Message);
    }

    [Fact]
    public async Task M11_an_error_type_that_is_not_listed_is_not_created()
    {
        await using ServiceProvider open = Services(services => services.Configure<ExceptionSerializationOptions>(
            errors => errors.SupportedExceptionTypeFilter = static _ => true));
        await using ServiceProvider strict = Services(services => ClusterSetup.PassErrors(services));
        byte[] message = open.GetRequiredService<Serializer>()
            .SerializeToArray<Exception>(new UnlistedException("from the wire"));
        Assert.IsType<UnlistedException>(open.GetRequiredService<Serializer>().Deserialize<Exception>(message));

        Exception? passed = null;
        Exception? refused = Record.Exception(
            () => passed = strict.GetRequiredService<Serializer>().Deserialize<Exception>(message));
        Assert.IsNotType<UnlistedException>(passed ?? refused);
    }

    private static ServiceProvider Services(Action<IServiceCollection> configure)
    {
        IServiceCollection services = new ServiceCollection().AddSerializer();
        configure(services);
        return services.BuildServiceProvider();
    }

    private sealed class UnlistedException(string message) : Exception(message);
}
