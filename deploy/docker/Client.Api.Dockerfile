# The REST API; with the embedded profile it also contains the engine. The API requires API keys at start-up because it
# listens on all addresses.
# Build from the repository root:
#   docker build -f deploy/docker/Client.Api.Dockerfile -t personalization-api .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /work

# Copy only the files that package restore needs, so that Docker caches this layer until a version or reference changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Personalization.Abstractions/Personalization.Abstractions.csproj src/Personalization.Abstractions/
COPY src/Personalization.Engine/Personalization.Engine.csproj src/Personalization.Engine/
COPY src/Personalization.Grains/Personalization.Grains.csproj src/Personalization.Grains/
COPY src/Personalization.Storage/Personalization.Storage.csproj src/Personalization.Storage/
COPY src/Personalization.Hosting/Personalization.Hosting.csproj src/Personalization.Hosting/
COPY src/Personalization.Client/Personalization.Client.csproj src/Personalization.Client/
COPY src/Personalization.Console/Personalization.Console.csproj src/Personalization.Console/
COPY src/Personalization.Import/Personalization.Import.csproj src/Personalization.Import/
COPY Client.Api/Client.Api.csproj Client.Api/
RUN dotnet restore Client.Api/Client.Api.csproj

COPY .editorconfig BannedSymbols.txt ./
COPY src/ src/
COPY Client.Api/ Client.Api/
RUN dotnet publish Client.Api/Client.Api.csproj --configuration Release --no-restore --output /app

# A full base image: LightGBM, used by the learned ranker, needs libgomp, which chiseled images cannot install.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app ./

# Writable folders: /tmp, and /data for the embedded profile.
RUN mkdir /data && chown $APP_UID /data
ENV ASPNETCORE_URLS=http://+:5080 \
    Personalization__DataPath=/data
EXPOSE 5080

# No HEALTHCHECK: the image has no HTTP client. Orchestrators probe /health/live and /health/ready.
USER $APP_UID
ENTRYPOINT ["dotnet", "Personalization.Client.Api.dll"]
