using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Users;
using Personalization.Grains.Serving;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Settings;

namespace Personalization.ClusterTests.Grains;

/// <summary>The real engine in this process, without REST, on an SQLite store in a separate folder.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsFolder;
    private bool _stopped;

    private TestEngine(WebApplication app, string folder, bool ownsFolder)
    {
        _app = app;
        _ownsFolder = ownsFolder;
        Folder = folder;
    }

    public string Folder { get; }

    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts an engine. The folder of an earlier engine brings its data.</summary>
    public static async Task<TestEngine> StartAsync(
        string? folder = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? change = null)
    {
        bool owns = folder is null;
        folder ??= Directory.CreateTempSubdirectory("personalization-").FullName;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Personalization:DataPath"] = folder,
            ["Personalization:Sample"] = "false",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        _ = builder.AddEngine(EngineRole.Silo);
        change?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        await app.StartAsync();
        return new TestEngine(app, folder, owns);
    }

    public IUserGrain User(string id) => Grains.GetGrain<IUserGrain>(UserKey.Encode(UserId.Create(id)));

    /// <summary>Trains on the log and waits until the silo serves the new version.</summary>
    public async Task<ModelVersion> TrainAsync()
    {
        IModelGrain models = Grains.GetGrain<IModelGrain>(0);
        string? before = (await models.GetAsync()).Training.Version;
        Assert.True((await models.TrainAsync(null)).Started);
        ModelCatalog catalog = await Eventually.Async(
            async () => await models.GetAsync(), found => !found.Training.Running && found.Training.Version != before);
        Assert.Null(catalog.Training.Error);
        ServingHolder holder = Services.GetRequiredService<ServingHolder>();
        _ = await Eventually.Async(
            () => Task.FromResult(holder.Current.Model?.Version), version => version == catalog.Live);
        return catalog.Versions[0];
    }

    /// <summary>Stops the engine gracefully and keeps its folder.</summary>
    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
