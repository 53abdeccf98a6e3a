using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Personalization.IntegrationTests.Storage;

/// <summary>The services of a silo and of a client, without either: for tests of one registered provider.</summary>
internal sealed class ServiceBuilder(IServiceCollection services) : ISiloBuilder, IClientBuilder
{
    public IServiceCollection Services => services;

    public IConfiguration Configuration { get; } = new ConfigurationBuilder().Build();
}
