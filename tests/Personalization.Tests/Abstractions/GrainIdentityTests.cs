using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Metadata;
using Personalization.Abstractions.Catalog;

namespace Personalization.Tests.Abstractions;

/// <summary>Pins the identities by which processes of different versions find each other's grains.</summary>
public sealed class GrainIdentityTests
{
    /// <summary>
    /// The identities of version 0.1, as a client of that version resolves them, and those added later.
    /// </summary>
    private static readonly string[] Identities =
    [
        "Personalization.ICatalogGrain",
        "Personalization.ICatalogObserver",
        "Personalization.IEventFeedGrain",
        "Personalization.IExperimentResultsGrain",
        "Personalization.IExperimentsGrain",
        "Personalization.IExperimentsObserver",
        "Personalization.IExplorationGrain",
        "Personalization.IFeedGrain",
        "Personalization.IFeedListGrain",
        "Personalization.IItemListsGrain",
        "Personalization.IKeysGrain",
        "Personalization.ILearningGrain",
        "Personalization.IMerchandisingGrain",
        "Personalization.IMerchandisingObserver",
        "Personalization.IModelGrain",
        "Personalization.IModelObserver",
        "Personalization.IPopularityGrain",
        "Personalization.IRolloutGrain",
        "Personalization.IUserDirectoryGrain",
        "Personalization.IUserGrain",
        "Personalization.IUserObserver",
        "Personalization.IWatchGrain",
        "Personalization.IWebhookGrain",
        "Personalization.IWebhooksGrain",
    ];

    [Fact]
    public void The_runtime_resolves_every_grain_interface_to_the_identity_of_version_0_1()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering());
        using IHost host = builder.Build();
        GrainInterfaceTypeResolver resolver = host.Services.GetRequiredService<GrainInterfaceTypeResolver>();

        IEnumerable<string> resolved = typeof(ICatalogGrain).Assembly.GetTypes()
            .Where(type => type.IsInterface
                && (type.IsAssignableTo(typeof(IGrain)) || type.IsAssignableTo(typeof(IGrainObserver))))
            .Select(type => resolver.GetGrainInterfaceType(type).ToString());

        Assert.Equal(Identities, resolved.Order(StringComparer.Ordinal));
    }
}
