using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Builds the services of a silo or a client without starting either, for tests of one registered provider.
/// </summary>
internal sealed class ServiceBuilder(IServiceCollection services) : ISiloBuilder, IClientBuilder
{
    public IServiceCollection Services => services;

    public IConfiguration Configuration { get; } = new ConfigurationBuilder().Build();
}
