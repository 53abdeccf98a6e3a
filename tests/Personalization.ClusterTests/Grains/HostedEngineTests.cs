using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Embedding;
using Personalization.Hosting.Settings;
using Personalization.Testing;

namespace Personalization.ClusterTests.Grains;

/// <summary>The engine in the process of an application.</summary>
public sealed class HostedEngineTests
{
    [Fact]
    public async Task An_application_records_an_event_and_gets_a_list_without_the_example_data()
    {
        using TempFolder folder = new();
        await using WebApplication app = Build(WebApplication.CreateSlimBuilder(), folder.Path);
        await app.StartAsync(TestContext.Current.CancellationToken);
        Personalizer engine = app.Services.GetRequiredService<Personalizer>();

        await engine.PutItemsAsync(
            [.. Enumerable.Range(1, 3).Select(i => new RawItem { Id = $"h-{i}", Title = $"Item {i}" })]);
        long version = await engine.RecordAsync(
            new RawEvent { UserId = "ann", Type = "view", ItemId = "h-1" }, TestContext.Current.CancellationToken);
        RecommendationList list = await Eventually.Async(
            async () => await engine.RecommendAsync(
                "ann", new RecommendationQuery { MinVersion = version, DeadlineMs = 10_000 }),
            found => found.Items.Length >= 2,
            found => string.Join(' ', found.Items.Select(item => item.ItemId)));

        Assert.Equal(1, version);
        Assert.Equal(1, list.ProfileVersion);
        Assert.Equal( // not the viewed item
            ["h-2", "h-3"], list.Items.Select(item => item.ItemId.Value).Order(StringComparer.Ordinal));
        ArgumentException wrong = await Assert.ThrowsAsync<ArgumentException>(
            async () => await engine.RecordAsync(
                new RawEvent { UserId = "", Type = "dance", ItemId = "h-1" }, TestContext.Current.CancellationToken));
        Assert.Contains("$.userId", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("$.type", wrong.Message, StringComparison.Ordinal);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Wrong_settings_stop_the_application_with_every_problem()
    {
        HostApplicationBuilder builder = new();
        builder.Configuration["Personalization:DataPth"] = "x";
        builder.Configuration["Personalization:Profile"] = "Oracle";

        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(() => builder.AddPersonalization());

        Assert.Equal(2, refused.Problems.Count);
    }

    private static WebApplication Build(WebApplicationBuilder builder, string folder)
    {
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Personalization:DataPath"] = folder;
        _ = builder.AddPersonalization();
        return builder.Build();
    }
}
