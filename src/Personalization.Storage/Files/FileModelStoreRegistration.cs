using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Stores;

namespace Personalization.Storage.Files;

/// <summary>Registers the file-based model store in a service collection.</summary>
public static class FileModelStoreRegistration
{
    /// <summary>Registers the model store.</summary>
    public static IServiceCollection AddFileModelStore(
        this IServiceCollection services, Action<FileModelStoreOptions> configure)
    {
        _ = services.AddOptions<FileModelStoreOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<FileModelStoreOptions>, FileModelStoreOptionsValidator>());
        services.TryAddSingleton(provider =>
            new FileModelStore(provider.GetRequiredService<IOptions<FileModelStoreOptions>>().Value.Path));
        services.TryAddSingleton<IModelStore>(provider => provider.GetRequiredService<FileModelStore>());
        return services;
    }
}
