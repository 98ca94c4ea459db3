var Je=Object.defineProperty;var Xe=Object.getOwnPropertyDescriptor;var h=(s,e,t,n)=>{for(var r=n>1?void 0:n?Xe(e,t):e,i=s.length-1,o;i>=0;i--)(o=s[i])&&(r=(n?o(e,t,r):o(r))||r);return n&&r&&Je(e,t,r),r};var ft=globalThis,gt=ft.ShadowRoot&&(ft.ShadyCSS===void 0||ft.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,It=Symbol(),ee=new WeakMap,it=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==It)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(gt&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=ee.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&ee.set(t,e))}return e}toString(){return this.cssText}},ne=s=>new it(typeof s=="string"?s:s+"",void 0,It),$=(s,...e)=>{let t=s.length===1?s[0]:e.reduce((n,r,i)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+s[i+1],s[0]);return new it(t,s,It)},re=(s,e)=>{if(gt)s.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let n=document.createElement("style"),r=ft.litNonce;r!==void 0&&n.setAttribute("nonce",r),n.textContent=t.cssText,s.appendChild(n)}},Ft=gt?s=>s:s=>s instanceof CSSStyleSheet?(e=>{let t="";for(let n of e.cssRules)t+=n.cssText;return ne(t)})(s):s;var{is:Qe,defineProperty:tn,getOwnPropertyDescriptor:en,getOwnPropertyNames:nn,getOwnPropertySymbols:rn,getPrototypeOf:sn}=Object,yt=globalThis,se=yt.trustedTypes,on=se?se.emptyScript:"",an=yt.reactiveElementPolyfillSupport,ot=(s,e)=>s,at={toAttribute(s,e){switch(e){case Boolean:s=s?on:null;break;case Object:case Array:s=s==null?s:JSON.stringify(s)}return s},fromAttribute(s,e){let t=s;switch(e){case Boolean:t=s!==null;break;case Number:t=s===null?null:Number(s);break;case Object:case Array:try{t=JSON.parse(s)}catch{t=null}}return t}},_t=(s,e)=>!Qe(s,e),ie={attribute:!0,type:String,converter:at,reflect:!1,useDefault:!1,hasChanged:_t};Symbol.metadata??=Symbol("metadata"),yt.litPropertyMetadata??=new WeakMap;var L=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=ie){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&tn(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=en(this.prototype,e)??{get(){return this[t]},set(o){this[t]=o}};return{get:r,set(o){let a=r?.call(this);i?.call(this,o),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??ie}static _$Ei(){if(this.hasOwnProperty(ot("elementProperties")))return;let e=sn(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(ot("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(ot("properties"))){let t=this.properties,n=[...nn(t),...rn(t)];for(let r of n)this.createProperty(r,t[r])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[n,r]of t)this.elementProperties.set(n,r)}this._$Eh=new Map;for(let[t,n]of this.elementProperties){let r=this._$Eu(t,n);r!==void 0&&this._$Eh.set(r,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let r of n)t.unshift(Ft(r))}else e!==void 0&&t.push(Ft(e));return t}static _$Eu(e,t){let n=t.attribute;return n===!1?void 0:typeof n=="string"?n:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return re(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&n.reflect===!0){let i=(n.converter?.toAttribute!==void 0?n.converter:at).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let i=n.getPropertyOptions(r),o=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:at;this._$Em=r;let a=o.fromAttribute(t,i.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let o=this.constructor;if(r===!1&&(i=this[e]),n??=o.getPropertyOptions(e),!((n.hasChanged??_t)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(o._$Eu(e,n))))return;this.C(e,t,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},o){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,o??t??this[e]),i!==!0||o!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),r===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,i]of this._$Ep)this[r]=i;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[r,i]of n){let{wrapped:o}=i,a=this[r];o!==!0||this._$AL.has(r)||a===void 0||this.C(r,void 0,i,a)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(t)):this._$EM()}catch(n){throw e=!1,this._$EM(),n}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};L.elementStyles=[],L.shadowRootOptions={mode:"open"},L[ot("elementProperties")]=new Map,L[ot("finalized")]=new Map,an?.({ReactiveElement:L}),(yt.reactiveElementVersions??=[]).push("2.1.2");var Bt=globalThis,oe=s=>s,bt=Bt.trustedTypes,ae=bt?bt.createPolicy("lit-html",{createHTML:s=>s}):void 0,jt="$lit$",N=`lit$${Math.random().toFixed(9).slice(2)}$`,Vt="?"+N,cn=`<${Vt}>`,V=document,lt=()=>V.createComment(""),dt=s=>s===null||typeof s!="object"&&typeof s!="function",Zt=Array.isArray,ue=s=>Zt(s)||typeof s?.[Symbol.iterator]=="function",zt=`[ 	
\f\r]`,ct=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ce=/-->/g,le=/>/g,B=RegExp(`>|${zt}(?:([^\\s"'>=/]+)(${zt}*=${zt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),de=/'/g,pe=/"/g,me=/^(?:script|style|textarea|title)$/i,qt=s=>(e,...t)=>({_$litType$:s,strings:e,values:t}),d=qt(1),St=qt(2),Cr=qt(3),E=Symbol.for("lit-noChange"),l=Symbol.for("lit-nothing"),he=new WeakMap,j=V.createTreeWalker(V,129);function fe(s,e){if(!Zt(s)||!s.hasOwnProperty("raw"))throw Error("invalid template strings array");return ae!==void 0?ae.createHTML(e):e}var ge=(s,e)=>{let t=s.length-1,n=[],r,i=e===2?"<svg>":e===3?"<math>":"",o=ct;for(let a=0;a<t;a++){let c=s[a],u,p,m=-1,v=0;for(;v<c.length&&(o.lastIndex=v,p=o.exec(c),p!==null);)v=o.lastIndex,o===ct?p[1]==="!--"?o=ce:p[1]!==void 0?o=le:p[2]!==void 0?(me.test(p[2])&&(r=RegExp("</"+p[2],"g")),o=B):p[3]!==void 0&&(o=B):o===B?p[0]===">"?(o=r??ct,m=-1):p[1]===void 0?m=-2:(m=o.lastIndex-p[2].length,u=p[1],o=p[3]===void 0?B:p[3]==='"'?pe:de):o===pe||o===de?o=B:o===ce||o===le?o=ct:(o=B,r=void 0);let w=o===B&&s[a+1].startsWith("/>")?" ":"";i+=o===ct?c+cn:m>=0?(n.push(u),c.slice(0,m)+jt+c.slice(m)+N+w):c+N+(m===-2?a:w)}return[fe(s,i+(s[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),n]},pt=class s{constructor({strings:e,_$litType$:t},n){let r;this.parts=[];let i=0,o=0,a=e.length-1,c=this.parts,[u,p]=ge(e,t);if(this.el=s.createElement(u,n),j.currentNode=this.el.content,t===2||t===3){let m=this.el.content.firstChild;m.replaceWith(...m.childNodes)}for(;(r=j.nextNode())!==null&&c.length<a;){if(r.nodeType===1){if(r.hasAttributes())for(let m of r.getAttributeNames())if(m.endsWith(jt)){let v=p[o++],w=r.getAttribute(m).split(N),mt=/([.?@])?(.*)/.exec(v);c.push({type:1,index:i,name:mt[2],strings:w,ctor:mt[1]==="."?wt:mt[1]==="?"?$t:mt[1]==="@"?xt:q}),r.removeAttribute(m)}else m.startsWith(N)&&(c.push({type:6,index:i}),r.removeAttribute(m));if(me.test(r.tagName)){let m=r.textContent.split(N),v=m.length-1;if(v>0){r.textContent=bt?bt.emptyScript:"";for(let w=0;w<v;w++)r.append(m[w],lt()),j.nextNode(),c.push({type:2,index:++i});r.append(m[v],lt())}}}else if(r.nodeType===8)if(r.data===Vt)c.push({type:2,index:i});else{let m=-1;for(;(m=r.data.indexOf(N,m+1))!==-1;)c.push({type:7,index:i}),m+=N.length-1}i++}}static createElement(e,t){let n=V.createElement("template");return n.innerHTML=e,n}};function Z(s,e,t=s,n){if(e===E)return e;let r=n!==void 0?t._$Co?.[n]:t._$Cl,i=dt(e)?void 0:e._$litDirective$;return r?.constructor!==i&&(r?._$AO?.(!1),i===void 0?r=void 0:(r=new i(s),r._$AT(s,t,n)),n!==void 0?(t._$Co??=[])[n]=r:t._$Cl=r),r!==void 0&&(e=Z(s,r._$AS(s,e.values),r,n)),e}var vt=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??V).importNode(t,!0);j.currentNode=r;let i=j.nextNode(),o=0,a=0,c=n[0];for(;c!==void 0;){if(o===c.index){let u;c.type===2?u=new Q(i,i.nextSibling,this,e):c.type===1?u=new c.ctor(i,c.name,c.strings,this,e):c.type===6&&(u=new At(i,this,e)),this._$AV.push(u),c=n[++a]}o!==c?.index&&(i=j.nextNode(),o++)}return j.currentNode=V,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(e,n,t),t+=n.strings.length-2):n._$AI(e[t])),t++}},Q=class s{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=l,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=Z(this,e,t),dt(e)?e===l||e==null||e===""?(this._$AH!==l&&this._$AR(),this._$AH=l):e!==this._$AH&&e!==E&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):ue(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==l&&dt(this._$AH)?this._$AA.nextSibling.data=e:this.T(V.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n=="number"?this._$AC(e):(n.el===void 0&&(n.el=pt.createElement(fe(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let i=new vt(r,this),o=i.u(this.options);i.p(t),this.T(o),this._$AH=i}}_$AC(e){let t=he.get(e.strings);return t===void 0&&he.set(e.strings,t=new pt(e)),t}k(e){Zt(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,n,r=0;for(let i of e)r===t.length?t.push(n=new s(this.O(lt()),this.O(lt()),this,this.options)):n=t[r],n._$AI(i),r++;r<t.length&&(this._$AR(n&&n._$AB.nextSibling,r),t.length=r)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let n=oe(e).nextSibling;oe(e).remove(),e=n}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},q=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=l,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=l}_$AI(e,t=this,n,r){let i=this.strings,o=!1;if(i===void 0)e=Z(this,e,t,0),o=!dt(e)||e!==this._$AH&&e!==E,o&&(this._$AH=e);else{let a=e,c,u;for(e=i[0],c=0;c<i.length-1;c++)u=Z(this,a[n+c],t,c),u===E&&(u=this._$AH[c]),o||=!dt(u)||u!==this._$AH[c],u===l?e=l:e!==l&&(e+=(u??"")+i[c+1]),this._$AH[c]=u}o&&!r&&this.j(e)}j(e){e===l?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},wt=class extends q{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===l?void 0:e}},$t=class extends q{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==l)}},xt=class extends q{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=Z(this,e,t,0)??l)===E)return;let n=this._$AH,r=e===l&&n!==l||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==l&&(n===l||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},At=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){Z(this,e)}},ye={M:jt,P:N,A:Vt,C:1,L:ge,R:vt,D:ue,V:Z,I:Q,H:q,N:$t,U:xt,B:wt,F:At},ln=Bt.litHtmlPolyfillSupport;ln?.(pt,Q),(Bt.litHtmlVersions??=[]).push("3.3.3");var _e=(s,e,t)=>{let n=t?.renderBefore??e,r=n._$litPart$;if(r===void 0){let i=t?.renderBefore??null;n._$litPart$=r=new Q(e.insertBefore(lt(),i),i,void 0,t??{})}return r._$AI(s),r};var Kt=globalThis,_=class extends L{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=_e(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};_._$litElement$=!0,_.finalized=!0,Kt.litElementHydrateSupport?.({LitElement:_});var dn=Kt.litElementPolyfillSupport;dn?.({LitElement:_});(Kt.litElementVersions??=[]).push("4.2.2");var pn={attribute:!0,type:String,converter:at,reflect:!1,hasChanged:_t},hn=(s=pn,e,t)=>{let{kind:n,metadata:r}=t,i=globalThis.litPropertyMetadata.get(r);if(i===void 0&&globalThis.litPropertyMetadata.set(r,i=new Map),n==="setter"&&((s=Object.create(s)).wrapped=!0),i.set(t.name,s),n==="accessor"){let{name:o}=t;return{set(a){let c=e.get.call(this);e.set.call(this,a),this.requestUpdate(o,c,s,!0,a)},init(a){return a!==void 0&&this.C(o,void 0,s,a),a}}}if(n==="setter"){let{name:o}=t;return function(a){let c=this[o];e.call(this,a),this.requestUpdate(o,c,s,!0,a)}}throw Error("Unsupported decorator location: "+n)};function f(s){return(e,t)=>typeof t=="object"?hn(s,e,t):((n,r,i)=>{let o=r.hasOwnProperty(i);return r.constructor.createProperty(i,n),o?Object.getOwnPropertyDescriptor(r,i):void 0})(s,e,t)}function y(s){return f({...s,state:!0,attribute:!1})}var un={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},mn={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},fn=s=>new Intl.DateTimeFormat(s,{hour:"numeric"}).resolvedOptions().hour12??!1,K=class{constructor(e,t){this.hour=e=>this.#e()?new Intl.DateTimeFormat(this.language,{hour:"numeric",hourCycle:"h12",timeZone:"UTC"}).format(Date.UTC(2e3,0,1,e)):String(e).padStart(2,"0");this.#t=e;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=e.time_zone==="local"&&n?n:t}#t;get language(){return this.#t.language}number(e,t,n=t){let r=this.#t.number_format??"language",i=r==="system"?void 0:un[r]??this.language;return new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:t,useGrouping:r!=="none"}).format(e)}power(e){let t=Math.abs(e)<995?2:1,n=Math.abs(e)<5;return`${this.number(n?0:e/1e3,n?0:t)} kW`}energy(e){return`${this.number(e/1e3,e<1e5?2:1)} kWh`}current(e){return`${this.number(e,1)} A`}price(e,t=""){return`${this.number(e,Math.abs(e)<1?3:2,2)} ${t}`.trim()}time(e){return this.#n(e,this.timeZone)}timeOfDay(e){let t=new Date(`2000-01-01T${e.slice(0,5)}Z`);return Number.isNaN(t.getTime())?"":this.#n(t,"UTC")}hourOf(e){let{timeZone:t}=this,n=new Intl.DateTimeFormat("en",{hour:"numeric",hourCycle:"h23",timeZone:t});return Number(n.format(e))}#n(e,t){let n=this.#e();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:t}).format(e)}#e(){let{time_format:e,language:t}=this.#t;return e==="12"?!0:e==="24"?!1:fn(e==="system"?void 0:t)}timeNear(e,t){let n=this.time(e);if(e.getTime()-t.getTime()<864e5)return n;let{timeZone:r}=this;return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:r}).format(e)} ${n}`}span(e,t,n){let r=e>n?e:n;return`${this.timeNear(e,n)}–${this.timeNear(t,r)}`}date(e){return this.#i(e,{year:"numeric"},this.timeZone)}dayAndMonth(e){return this.#i(new Date(`${e}T00:00Z`),{},"UTC")}day(e){return e&&this.#i(new Date(`${e}T00:00Z`),{year:"numeric"},"UTC")}days(e,t){return`${this.day(e)} – ${this.day(t)}`}dateTime(e){return`${this.date(e)}, ${this.time(e)}`}#i(e,t,n){let r=this.#t.date_format??"language",i=new Intl.DateTimeFormat(r==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...t}),o=mn[r];if(!o)return i.format(e);let a=i.formatToParts(e),c=a.find(u=>u.type==="literal")?.value??"/";return o.flatMap(u=>a.find(p=>p.type===u)?.value??[]).join(c)}dayOf(e){let{timeZone:t}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:t,dateStyle:"short"}).format(e)}midnight(e){let t=Date.parse(`${e}T00:00Z`),n=t-this.#o(t);return new Date(t-this.#o(n))}#o(e){let{timeZone:t}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:t}).format(e);return Date.parse(`${n.replace(" ","T")}Z`)-e}},ht=s=>{let e=Math.floor(s/60),t=e%60;return e<60?`${e} min`:`${Math.floor(e/60)} h ${String(t).padStart(2,"0")} min`},be=s=>s<=120?`${s} s`:s<7200?`${Math.ceil(s/60)} min`:ht(s),x=s=>new K(s.locale??{language:s.language},s.config.time_zone);var G=async(s,e)=>{if(typeof e!="object"||e===null)return String(e);let t=e,{translation_domain:n,translation_key:r}=t;if(n&&r&&s.loadBackendTranslation){let o=(await s.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${r}.message`,t.translation_placeholders);if(o)return o}return typeof t.message=="string"?t.message:JSON.stringify(e)},ve=async(s,e,t,n={})=>{let r=e.split(".",1)[0]??"";try{await s.callService(r,t,{entity_id:e,...n},void 0,!1);return}catch(i){return G(s,i)}},Ct=async(s,e,t={})=>(await s.callService("plug_control",e,t,void 0,!1,!0)).response;var A="plug_control",ut="unavailable",gn="number.maximum_current",yn=s=>{let e=new Map;for(let t of Object.values(s.entities)){if(t.platform!==A||!t.device_id)continue;let n=e.get(t.device_id);n?n.push(t):e.set(t.device_id,[t])}return e},we=s=>{let e=new Map,t=[...s].sort((n,r)=>n.entity_id.localeCompare(r.entity_id));for(let{entity_id:n,translation_key:r}of t){let i=n.split(".",1)[0]??"",o=`${i}.${r??i}`;e.set(o,[...e.get(o)??[],n])}return e},Gt=s=>s?.name_by_user??s?.name??"",tt=s=>{let e=yn(s),t=[];for(let[r,i]of e){let o=we(i);if(!o.has(gn))continue;let a=s.devices[r],c=a?.parent_device_id??r;t.push({deviceId:r,chargePointId:c,name:Gt(a),chargePointName:Gt(s.devices[c])||Gt(a),entities:o,chargePointEntities:we(e.get(c)??[])})}let n=r=>`${r.chargePointName}
${r.name}`;return t.sort((r,i)=>n(r).localeCompare(n(i)))},_n=`${A}.former_device`,bn=(s,e)=>s?.identifiers?.some(([t,n])=>t===_n&&n===e)??!1,$e=(s,e)=>{let t=tt(s);return e?t.find(n=>n.deviceId===e)??t.find(n=>bn(s.devices[n.deviceId],e))??t.find(n=>n.chargePointId===e):t[0]},Tt=(s,e)=>{let{name:t,chargePointId:n,chargePointName:r}=e;return tt(s).filter(o=>o.chargePointId===n).length===1?r:t.startsWith(r)?t:`${r} · ${t}`},D=(s,e)=>e===void 0?void 0:s.states[e],C=s=>s!==void 0&&s.state!==ut&&s.state!=="unknown",P=s=>{if(!C(s)||s.state.trim()==="")return;let e=Number(s.state);if(!Number.isFinite(e))return;let t=vn[String(s.attributes.unit_of_measurement)]??1;return e*t},vn={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var wn=new Set(["button","number","select","switch","time"]),$n=5e3,xe=s=>wn.has(s.split(".",1)[0]??""),Ot=class{#t;#n="";#e=new Set;#i;constructor(e){this.#t=e,e.addController(this)}hostDisconnected(){clearTimeout(this.#i),this.#n=""}within(e,t){if(e.user?.is_admin!==!1)return t;let n=[...t.entities],r=n.flatMap(([a,c])=>xe(a)?c:[]),i=JSON.stringify([e.user.id,r]);i!==this.#n&&this.#o(e,r,i);let o=new Map(n.map(([a,c])=>[a,xe(a)?c.filter(u=>this.#e.has(u)):c]).filter(([,a])=>a.length>0));return{...t,entities:o}}async#o(e,t,n){clearTimeout(this.#i),this.#n=n,this.#e=new Set;try{let r=await e.callWS({type:"plug_control/controllable",entity_ids:t});n===this.#n&&(this.#e=new Set(r))}catch{this.#i=setTimeout(()=>{this.#n="",this.#t.requestUpdate()},$n)}this.#t.requestUpdate()}};var Ae={amperes_per_phase:"Amperes per phase",boost:"Boost",boost_hint:"Full power until this session ends",call_address:"Enter this address in the charge point's settings, where it asks for the OCPP server:",card_description:"One connector: what it does and why, with all its controls.",charge_point:"Charge point",charging:"Charging",choose_connector:"Choose a connector of Plug Control in the card's settings.",connector:"Connector",connectors_all:"All connectors",count_charging:"charging",count_free:"free",count_offline:"offline",count_plugged_in:"plugged in",csv:"Download CSV",dashboard_description:"All charge points, their sessions and their energy. New ones appear by themselves.",dismiss:"Dismiss",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",every:"Repeat",failed:"That did not work",from:"From",ha_starts:"Home Assistant is starting …",history:"Last hours and what is planned",hour:"Hour",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",minute:"Minute",mode:"Charging mode",more_sessions:"Show more",name:"Name",named_circuit:"“{name}”",no_connectors:"No charge point has connected to Plug Control yet.",no_own_sessions:"There are no sessions with your cards in this time. Only administrators see the sessions of others, unless an option of Plug Control shares them.",no_sessions:"No sessions in this time.",not_connected:"{name} is not connected",not_running:"Plug Control is set up, but not running. This page goes on by itself as soon as it runs.",not_set_up:"Plug Control is not set up here (any more). Add the integration, or delete this dashboard.",offline:"Offline",offline_since:"Offline since",one_phase:"one phase",open_settings:"Open the settings",paused:"Paused",peak_power:"Peak power",period:"Time",period_last:"Last {days} days",period_last_month:"Last month",period_own:"From … to …",period_this_month:"This month",period_this_year:"This year",person:"Who",persons_all:"Everyone",plan:"Plan",plan_none:"No plan",plan_planned:"Planned",plan_use:"Charge by this plan",power:"Power",price:"Price",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_limited_by_circuit_wait:"Switched off by {circuit} on {phase}; may start again in {wait}",reason_limited_by_away:"Limited by {circuit}: {away} is offline and counts as {away_current}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",refused_call:"A device at {address} tried to connect with its identity ({time}) and was refused: {cause}.",register:"Register",repairs:"Open the repairs",running:"running",session:"Session",sessions:"Sessions",sessions_description:"All sessions, with totals, a chart and a download.",several_phases:"{phases} phases",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",shown_of:"{shown} of {total}",solar_share:"From the sun",start:"Start",start_charging:"Start charging",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",sun:"Sun",target_soc:"Charge to (%)",to:"To",unknown_card:"{id_tag}, presented at {charge_point}",unknown_cards:"Unknown cards",whose_card:"Whose card is it?"},xn={amperes_per_phase:"Ampere je Phase",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",call_address:"Trage diese Adresse in den Einstellungen der Ladestation dort ein, wo sie nach dem OCPP-Server fragt:",card_description:"Ein Anschluss: was er tut und warum, mit allem zum Bedienen.",charge_point:"Ladestation",charging:"Lädt",choose_connector:"Wähle in den Einstellungen der Karte einen Anschluss von Plug Control.",connector:"Anschluss",connectors_all:"Alle Anschlüsse",count_charging:"laden",count_free:"frei",count_offline:"offline",count_plugged_in:"angesteckt",csv:"CSV herunterladen",dashboard_description:"Alle Ladestationen, ihre Ladevorgänge und ihre Energie. Neue erscheinen von selbst.",dismiss:"Ausblenden",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",from:"Von",ha_starts:"Home Assistant startet gerade …",history:"Letzte Stunden und Geplantes",hour:"Stunde",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",minute:"Minute",mode:"Lademodus",more_sessions:"Mehr anzeigen",name:"Name",named_circuit:"„{name}“",no_connectors:"Noch hat sich keine Ladestation mit Plug Control verbunden.",no_own_sessions:"In dieser Zeit gibt es keine Ladevorgänge mit deinen Karten. Nur Administratoren sehen die Ladevorgänge anderer, außer eine Option von Plug Control gibt sie frei.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",not_connected:"{name} ist nicht verbunden",not_running:"Plug Control ist eingerichtet, läuft aber nicht. Sobald es läuft, geht es hier von selbst weiter.",not_set_up:"Plug Control ist hier nicht (mehr) eingerichtet. Füge die Integration hinzu oder lösche dieses Dashboard.",offline:"Offline",offline_since:"Offline seit",one_phase:"eine Phase",open_settings:"Einstellungen öffnen",paused:"Pausiert",peak_power:"Höchste Leistung",period:"Zeitraum",period_last:"Letzte {days} Tage",period_last_month:"Letzter Monat",period_own:"Von … bis …",period_this_month:"Dieser Monat",period_this_year:"Dieses Jahr",person:"Wer",persons_all:"Alle",plan:"Plan",plan_none:"Kein Plan",plan_planned:"Geplant",plan_use:"Nach diesem Plan laden",power:"Leistung",price:"Preis",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_limited_by_circuit_wait:"Abgeschaltet durch {circuit} auf {phase}; darf in {wait} wieder starten",reason_limited_by_away:"Begrenzt durch {circuit}: {away} ist offline und zählt mit {away_current}",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet auf andere Autos: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait} auf andere Autos: {circuit} ist ausgelastet",refused_call:"Ein Gerät mit der Adresse {address} wollte sich mit ihrer Kennung verbinden ({time}) und wurde abgewiesen: {cause}.",register:"Registrieren",repairs:"Reparaturen öffnen",running:"läuft",session:"Ladevorgang",sessions:"Ladevorgänge",sessions_description:"Alle Ladevorgänge, mit Summen, Diagramm und Download.",several_phases:"{phases} Phasen",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",shown_of:"{shown} von {total}",solar_share:"Von der Sonne",start:"Beginn",start_charging:"Laden starten",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",sun:"Sonne",target_soc:"Laden bis (%)",to:"Bis",unknown_card:"{id_tag}, vorgehalten an {charge_point}",unknown_cards:"Unbekannte Karten",whose_card:"Wem gehört die Karte?"},An={en:Ae,de:xn},g=(s,e)=>(An[(s??"en").split("-",1)[0]??"en"]??Ae)[e],Se=/\{(\w+)\}/g,Ee=s=>[...s.matchAll(Se)].map(e=>e[1]??""),T=(s,e)=>s.replaceAll(Se,(t,n)=>e.get(n)??"");var Ce=$`
  ha-card {
    display: grid;
    gap: var(--gap);
    padding: 16px;
    height: 100%;
    box-sizing: border-box;
    align-content: start;
  }
  .head {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: var(--gap);
    --activity: var(--state-inactive-color, var(--secondary-text-color));
  }
  .head.charging {
    --activity: var(--state-active-color, var(--primary-color));
  }
  .head.paused,
  .head.plugged {
    --activity: var(--primary-color);
  }
  .head.problem {
    --activity: var(--error-color);
  }
  .icon {
    width: 24px;
    height: 24px;
    padding: 8px;
    border-radius: 50%;
    fill: var(--activity);
    background: color-mix(in srgb, var(--activity) 18%, transparent);
  }
  .name {
    min-width: 0;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    overflow-wrap: anywhere;
  }
  .power {
    font-size: var(--ha-font-size-2xl, 24px);
    white-space: nowrap;
  }
  p {
    margin: 0;
  }
  .reason {
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin: 0;
  }
  dt {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  dd {
    margin: 0;
  }
  .phases dd {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .buttons button {
    flex: 1;
  }
  [role="alert"]:not(:has(p)) {
    position: absolute; /* while empty, no row of the card */
  }
  .error {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 4px 4px 4px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    overflow-wrap: anywhere;
  }
  .error button {
    border: 0;
  }
`;var Sn={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},En=()=>document.documentElement.lang||navigator.language,Yt=s=>{let e=Sn[s.name];return e?g(En(),e):s.name},Te=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:A,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Yt});var Oe="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",Cn="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",Tn="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",On="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",kn="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",Rn="M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z",ke={offline:kn,problem:On,charging:Cn,off:Rn,paused:Tn,plugged:Oe,free:Oe};var b=$`
  :host {
    --gap: 12px;
    /* The primary colour as dark as white text on it needs (WCAG: 4.5 to 1), whatever the theme. */
    --fill: var(--dark-primary-color, var(--primary-color));
    --on-fill: #fff;
    color: var(--primary-text-color);
  }
  @supports (color: oklch(from red l c h)) {
    :host {
      --fill: oklch(from var(--primary-color) min(l, 0.53) c h);
    }
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    min-height: 40px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: none;
    padding: 0 14px;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
  }
  button.primary {
    background: var(--fill);
    border-color: var(--fill);
    color: var(--on-fill);
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--fill) 85%, #000);
  }
  button:disabled,
  input:disabled,
  select:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button:focus-visible,
  input:focus-visible,
  select:focus-visible,
  summary:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }
  input:not([type="range"], [type="checkbox"]),
  select {
    box-sizing: border-box;
    width: 100%;
    min-width: 0;
    min-height: 40px;
    padding: 0 10px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: var(--card-background-color);
    color-scheme: light dark;
    text-overflow: ellipsis;
  }
  select {
    appearance: none;
    padding-inline-end: 28px;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(135deg, currentColor 50%, transparent 50%);
    background-position:
      right 15px center,
      right 10px center;
    background-size: 5px 5px;
    background-repeat: no-repeat;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  label > * {
    font-size: var(--ha-font-size-m, 14px);
    color: var(--primary-text-color);
  }
  .secondary {
    color: var(--secondary-text-color);
  }
`;var Re={cheap:["reason_cheap"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_wait","reason_limited_by_circuit_phase","reason_limited_by_circuit"],limited_by_away:["reason_limited_by_away"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"]},Mn="main",kt=(s,e)=>{let t=s[e];return typeof t=="number"&&Number.isFinite(t)?t:void 0},Rt=(s,e)=>{let t=s[e];return typeof t=="string"?t:void 0},Me=(s,e)=>{let t=new Date(Rt(s,e)??"");return Number.isNaN(t.getTime())?void 0:t},Dn={away_current:["away_a",(s,e)=>`${e.number(s,0)} A`],power:["power_w",(s,e)=>e.power(s)],energy:["energy_wh",(s,e)=>`${e.number(s/1e3,1)} kWh`],soc:["soc_percent",(s,e)=>`${e.number(s,0)} %`],target:["target_percent",(s,e)=>`${e.number(s,0)} %`]},Pn=(s,e,t)=>{let n=x(e),r=new Map;for(let[p,[m,v]]of Object.entries(Dn)){let w=kt(s,m);w!==void 0&&r.set(p,v(w,n))}for(let p of["price","price_limit"]){let m=kt(s,p);m!==void 0&&r.set(p,n.price(m,Rt(s,"price_unit")))}let i=kt(s,"wait_s");i&&r.set("wait",be(i));let o=kt(s,"phases");if(o!==void 0){let p=T(g(e.language,"several_phases"),new Map([["phases",String(o)]]));r.set("phases",o===1?g(e.language,"one_phase"):p)}for(let p of["circuit","phase","away"]){let m=Rt(s,p);m!==void 0&&r.set(p,m)}let a=r.get("circuit");if(a!==void 0){let p=T(g(e.language,"named_circuit"),new Map([["name",a]]));r.set("circuit",a===Mn?g(e.language,"main_fuse"):p)}let[c,u]=[Me(s,"start"),Me(s,"end")];return u&&r.set("end",n.timeNear(u,t)),c&&u&&r.set("span",n.span(c,u,t)),r},De=(s,e,t=new Date)=>{if(!C(e)||e.state==="")return;let{attributes:n}=e,r=`/${Rt(n,"hours")??""}`,i=[...Re[e.state+r]??[],...Re[e.state]??[]],o=Pn(n,s,t);for(let a of i){let c=g(s.language,a);if(Ee(c).every(u=>o.has(u)))return T(c,o)}return s.formatEntityState?.(e)??e.state};var Hn="no_error",Ln="off",k=(s,e)=>s.entities.get(e)?.[0],Nn=s=>{if(!C(s))return;let e=new Date(s.state);return Number.isNaN(e.getTime())?void 0:e},Wn=s=>C(s)&&s.state!==""?s.state:void 0,Un=(s,e)=>e?s.formatEntityState?.(e)??e.state:"",In=(s,...e)=>e.map(t=>Un(s,t)).filter(Boolean).join(" · "),Pe=s=>Array.isArray(s)?s.flatMap(e=>{if(typeof e!="object"||e===null)return[];let t=e,[n,r]=[new Date(String(t.start)),new Date(String(t.end))];return r>n?[{start:n,end:r,row:t}]:[]}):[],Jt=s=>typeof s=="number"&&Number.isFinite(s)?s:void 0,Fn=s=>Pe(s).map(({start:e,end:t,row:n})=>({start:e,end:t,currentA:Jt(n.current_a),price:Jt(n.price),solar:n.solar===!0})),zn=s=>Pe(s).flatMap(({start:e,end:t,row:n})=>{let r=Jt(n.price);return r===void 0?[]:[{start:e,end:t,price:r}]}),Bn=s=>s.isOffline?"offline":s.hasProblem?"problem":s.isCharging?"charging":s.isOff?"off":s.isRunning?"paused":s.isPluggedIn?"plugged":"free",He=(s,e)=>{let t=w=>D(s,k(e,w)),n=w=>t(w)?.state==="on",r=D(s,e.chargePointEntities.get("binary_sensor.connectivity")?.[0]),i=t("sensor.status"),o=t("sensor.error"),a=t("select.charging_mode"),c=a?.state===Ln&&!n("switch.plan"),u=r?r.state!=="on":i?.state===ut||i===void 0,p=n("switch.charging"),m=t("sensor.planned_start"),v=m?.attributes.price_unit;return{title:Tt(s,e),activity:Bn({isOffline:u,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:p,isPluggedIn:n("binary_sensor.cable_connected"),isOff:c}),status:In(s,c?a:void 0,i,C(o)&&o.state!==Hn?o:void 0),offlineSince:u&&r?new Date(r.last_changed):void 0,powerW:P(t("sensor.power")),currentsA:(e.entities.get("sensor.current_phase")??[]).map(w=>P(D(s,w))).filter(w=>w!==void 0),sessionEnergyWh:P(t("sensor.session_energy")),sessionStart:Nn(t("sensor.session_start")),person:Wn(t("sensor.id_tag")),stateOfCharge:P(t("sensor.state_of_charge")),solarShare:P(t("sensor.session_solar_share")),reason:De(s,t("sensor.charging_reason")),isRunning:p,isOff:c,planned:Fn(m?.attributes.windows),prices:zn(m?.attributes.prices),priceUnit:typeof v=="string"?v:""}};var jn=2e4,Vn=15e3,W=class extends _{constructor(){super(...arguments);this.busy=!1;this.revision=0;this.#n=new Ot(this)}#t;#n;#e;static{this.styles=[b,Ce]}static getConfigForm(){return Te()}static getStubConfig(t){let n=tt(t)[0],r={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...r}:r}setConfig(t){this.config=t}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{this.requestUpdate()},Vn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e),clearTimeout(this.#t)}render(){let{hass:t,config:n}=this;if(!t||!n)return l;let r=$e(t,n.device_id);if(!r)return this.#i(n.device_id?"choose_connector":"no_connectors");let i=He(t,r),o=this.#n.within(t,r);return d`<ha-card>
      ${this.#o(i,n)} ${this.#p(i)} ${this.#c(i)}
      ${n.show_controls===!1?l:this.#a(o,i)} ${this.#v()}
      ${n.show_plan===!1?l:d`<plug-control-plan
              .hass=${t}
              .connector=${o}
              .planned=${i.planned}
              .priceUnit=${i.priceUnit}
              .revision=${this.revision}
              @wish=${a=>this.#f(a.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?l:this.#b(r,i)}
    </ha-card>`}#i(t){return d`<ha-card><p class="secondary">${this.#r(t)}</p></ha-card>`}#o(t,n){let r=t.powerW!==void 0&&t.activity!=="offline";return d`<div class="head ${t.activity}">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${ke[t.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??t.title}</h2>
        <span class="secondary">${this.#d(t)}</span>
      </div>
      ${r?d`<span class="power" aria-label=${this.#r("power")}
              >${this.#u.power(t.powerW??0)}</span
            >`:l}
    </div>`}#d(t){return t.activity!=="offline"?t.status:t.offlineSince?`${this.#r("offline_since")} ${this.#u.dateTime(t.offlineSince)}`:this.#r("offline")}#p(t){return!t.reason||t.activity==="offline"?l:d`<p class="reason" aria-live="polite">${t.reason}</p>`}#c(t){let n=this.#u,r=[];if(t.isRunning){if(t.sessionEnergyWh!==void 0&&r.push(["session",n.energy(t.sessionEnergyWh)]),t.sessionStart){let o=Math.max(0,(Date.now()-t.sessionStart.getTime())/1e3);r.push(["duration",ht(o)])}t.person&&r.push(["person",t.person]),t.solarShare!==void 0&&r.push(["solar_share",`${n.number(t.solarShare,0)} %`])}t.stateOfCharge!==void 0&&r.push(["state_of_charge",`${n.number(t.stateOfCharge,0)} %`]);let i=t.activity==="charging"?t.currentsA:[];return!r.length&&!i.length?l:d`<dl>
      ${r.map(([o,a])=>d`<div>
            <dt>${this.#r(o)}</dt>
            <dd>${a}</dd>
          </div>`)}
      ${i.length?this.#l(i):l}
    </dl>`}#l(t){let n=t.map(r=>this.#u.current(r));return d`<div class="phases">
      <dt>${this.#r("amperes_per_phase")}</dt>
      <dd>${n.map((r,i)=>d`<span>L${i+1} ${r}</span>`)}</dd>
    </div>`}#a(t,n){let r=this.hass,i=r&&D(r,k(t,"select.charging_mode")),o=r&&D(r,k(t,"number.maximum_current"));return d`<plug-control-mode
        .hass=${r}
        .state=${i}
        .label=${this.#r("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#h(t,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${C(o)?this.#y(t,o,n):l}
      <div class="buttons">
        ${this.#m(t,n)} ${this.#_(t,n)}
      </div>`}#y(t,n,r){return d`<plug-control-limit
      .state=${n}
      .label=${this.#r("limit")}
      .pausedText=${this.#r("paused")}
      .disabled=${r.activity==="offline"}
      .revision=${this.revision}
      @choose=${i=>this.#h(t,"number.maximum_current","set_value",{value:i.detail})}
    ></plug-control-limit>`}#m(t,n){if(!k(t,"switch.charging"))return l;let r=n.isRunning?"turn_off":"turn_on",i=n.activity==="plugged";return d`<button
      class=${i?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#h(t,"switch.charging",r)}
    >
      ${this.#r(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#_(t,n){let r=k(t,"switch.boost"),i=this.hass&&D(this.hass,r);if(!i)return l;let o=i.state==="on";return n.isOff&&!o?l:d`<button
      class=${o?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"&&!o}
      aria-pressed=${o?"true":"false"}
      title=${this.#r("boost_hint")}
      @click=${()=>this.#h(t,"switch.boost",o?"turn_off":"turn_on")}
    >
      ${this.#r("boost")}
    </button>`}#b(t,n){let r=k(t,"sensor.power");return r?d`<plug-control-graph
      .hass=${this.hass}
      .entity=${r}
      .planned=${n.planned}
      .prices=${n.prices}
      .priceUnit=${n.priceUnit}
    ></plug-control-graph>`:l}#v(){return d`<div role="alert">
      ${this.error?d`<p class="error">
              <span>${this.#r("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#r("dismiss")}
                @click=${()=>{this.#g(void 0)}}
              >
                ✕
              </button>
            </p>`:l}
    </div>`}async#h(t,n,r,i={}){let o=k(t,n);o&&await this.#f({entityId:o,service:r,data:i})}async#f(t){this.hass&&(this.busy=!0,this.#g(await ve(this.hass,t.entityId,t.service,t.data)),this.busy=!1,this.revision+=1)}#g(t){clearTimeout(this.#t),this.error=t,t!==void 0&&(this.#t=setTimeout(()=>{this.error=void 0},jn))}get#u(){return this.hass?x(this.hass):new K({language:"en"},"UTC")}#r(t){return g(this.hass?.language,t)}};h([f({attribute:!1})],W.prototype,"hass",2),h([y()],W.prototype,"config",2),h([y()],W.prototype,"error",2),h([y()],W.prototype,"busy",2),h([y()],W.prototype,"revision",2);var F=36e5,Le=8*F,Zn=3*F,qn=24*F,Kn=6e4,Mt=320,M=72,Gn=1400,Yn=6,Jn=[1,2,3,4,6,12],Xn=(s,e)=>s.map(({s:t,lu:n})=>{let r=Number(t);return{at:n*1e3,powerW:Number.isFinite(r)&&t!==""?r*e:0}}),Qn=(s,e,t,n,r)=>{let i=p=>(Math.max(p,e)-e)/(t-e)*Mt,o=p=>M-Math.max(p,0)/r*M,a=s.filter((p,m)=>(s[m+1]?.at??n)>e),c=a[0];if(!c)return"";let u=a.map((p,m)=>{let v=a[m+1]?.at??n;return`V${o(p.powerW).toFixed(1)}H${i(v).toFixed(1)}`});return`M${i(c.at).toFixed(1)},${M}${u.join("")}V${M}Z`},tr=(s,e)=>{let t=Math.max(e,...s.map(n=>n.end.getTime()));return t===e?e:Math.min(Math.max(t,e+F),e+qn)},er=(s,e,t)=>{let n=Jn.find(i=>(e-s)/F/i<=Yn)??12,r=[];for(let i=Math.ceil(s/F)*F;i<=e;i+=F)t.hourOf(new Date(i))%n===0&&r.push(i);return r},Ne=(s,e,t)=>{let n=s.filter(i=>i.end.getTime()>e&&i.start.getTime()<t),r=n.map(i=>i.price);return{seen:n,least:Math.min(...r),most:Math.max(...r)}},R=class extends _{constructor(){super(...arguments);this.entity="";this.planned=[];this.prices=[];this.priceUnit="";this.empty=!0;this.points=[]}#t;static{this.styles=[b,$`
      :host([empty]) {
        display: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }
      svg * {
        vector-effect: non-scaling-stroke;
      }
      .power {
        fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
        stroke: var(--primary-color);
        stroke-width: 1.5;
      }
      .plan {
        fill: color-mix(in srgb, var(--primary-color) 18%, transparent);
        stroke: var(--primary-color);
        stroke-dasharray: 3 2;
      }
      .plan.solar {
        fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 25%, transparent);
        stroke: var(--energy-solar-color, #ff9800);
      }
      .price {
        fill: none;
        stroke: var(--secondary-text-color);
        stroke-width: 1.5;
      }
      .base,
      .hour {
        stroke: var(--divider-color);
      }
      .now {
        stroke: var(--error-color, #db4437);
        stroke-width: 1.5;
      }
      .axis {
        position: relative;
        display: flex;
        justify-content: space-between;
        gap: 8px;
        min-height: 16px;
        font-size: var(--ha-font-size-xs, 11px);
        color: var(--secondary-text-color);
      }
      .hours span {
        position: absolute;
        transform: translateX(-50%);
        white-space: nowrap;
      }
      .hours span.first {
        transform: none;
      }
      .hours span.last {
        transform: translateX(-100%);
      }
    `]}connectedCallback(){super.connectedCallback(),this.#t=setInterval(()=>{this.#n()},Kn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#t)}willUpdate(t){t.has("entity")&&this.#n(),this.empty=!this.planned.length&&this.points.every(n=>n.powerW<=0)}async#n(){let{hass:t,entity:n}=this;if(!t||!n)return;let r=t.states[n]?.attributes.unit_of_measurement;try{let i=await t.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-Le).toISOString(),entity_ids:[n],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});n===this.entity&&(this.points=Xn(i[n]??[],r==="kW"?1e3:1))}catch{this.points=[]}}render(){let t=this.hass;if(!t||this.empty)return l;let n=Date.now(),r=n-(this.planned.length?Zn:Le),i=tr(this.planned,n),o=Math.max(Gn,...this.points.map(p=>p.powerW)),a=x(t),c=this.points.some(p=>p.powerW>0)?a.power(o):"",u=er(r,i,a);return d`<div class="axis" aria-hidden="true">
        <span>${c}</span><span>${this.#c(r,i,a)}</span>
      </div>
      <svg
        viewBox="0 0 ${Mt} ${M}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#l(a)}
      >
        ${u.map(p=>this.#i("hour",p,r,i))}
        ${this.planned.map(p=>this.#d(p,r,i))}
        <path class="power" d=${Qn(this.points,r,i,n,o)}></path>
        ${this.#p(r,i)}
        <line class="base" x1="0" x2=${Mt} y1=${M} y2=${M}></line>
        ${this.#i("now",n,r,i)}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${u.map(p=>this.#o(p,r,i,a))}
      </div>`}#e(t,n,r){return(Math.min(Math.max(t,n),r)-n)/(r-n)*Mt}#i(t,n,r,i){let o=this.#e(n,r,i);return St`<line class=${t} y1="0" y2=${M} x1=${o} x2=${o}></line>`}#o(t,n,r,i){let o=(t-n)/(r-n),a=o<.04?"first":o>.96?"last":"";return d`<span class=${a} style="left: ${(o*100).toFixed(1)}%"
      >${i.time(new Date(t))}</span
    >`}#d(t,n,r){let i=this.#e(t.start.getTime(),n,r),o=this.#e(t.end.getTime(),n,r)-i;return St`<rect class=${t.solar?"plan solar":"plan"} x=${i} y="12" width=${o} height=${M-12}></rect>`}#p(t,n){if(!this.planned.length)return l;let{seen:r,least:i,most:o}=Ne(this.prices,t,n);if(!r.length)return l;let a=u=>o>i?6+(1-(u-i)/(o-i))*(M-12):M/2,c=r.map((u,p)=>{let m=this.#e(u.start.getTime(),t,n).toFixed(1),v=this.#e(u.end.getTime(),t,n).toFixed(1);return`${p?"L":"M"}${m},${a(u.price).toFixed(1)}H${v}`});return St`<path class="price" d=${c.join("")}></path>`}#c(t,n,r){if(!this.planned.length)return"";let{seen:i,least:o,most:a}=Ne(this.prices,t,n);return i.length?`${this.#a("price")} ${r.price(o)}–${r.price(a,this.priceUnit)}`:""}#l(t){let n=Math.max(0,...this.points.map(a=>a.powerW)),r=new Date,i=this.planned.map(a=>t.span(a.start,a.end,r)),o=i.length?`. ${this.#a("plan_planned")}: ${i.join(", ")}`:"";return`${this.#a("history")}: ≤ ${t.power(n)}${o}`}#a(t){return g(this.hass?.language,t)}};h([f({attribute:!1})],R.prototype,"hass",2),h([f()],R.prototype,"entity",2),h([f({attribute:!1})],R.prototype,"planned",2),h([f({attribute:!1})],R.prototype,"prices",2),h([f()],R.prototype,"priceUnit",2),h([f({type:Boolean,reflect:!0})],R.prototype,"empty",2),h([y()],R.prototype,"points",2);var Dt=6,nr=300,rr=(s,e)=>s===0||s>=Dt?s:s<e&&s<Dt/2?0:Dt,H=class extends _{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#t;static{this.styles=[b,$`
      div {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 4px;
      }
      label {
        font-size: inherit;
        color: inherit;
      }
      input {
        grid-column: 1 / -1;
        width: 100%;
        height: 28px;
        margin: 0;
        appearance: none;
        background: none;
        cursor: pointer;
        --track: linear-gradient(
            to right,
            var(--primary-color) var(--share),
            color-mix(in srgb, var(--primary-text-color) 15%, transparent) var(--share)
          )
          no-repeat;
      }
      input::-webkit-slider-runnable-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-moz-range-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-webkit-slider-thumb {
        appearance: none;
        width: 22px;
        height: 22px;
        margin-top: -7px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      input::-moz-range-thumb {
        width: 18px;
        height: 18px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      output {
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#t!==void 0&&this.#o()}willUpdate(t){t.has("revision")&&this.#t===void 0&&(this.dragged=void 0)}render(){let t=Number(this.state?.state);if(!this.state||!Number.isFinite(t))return l;let n=this.dragged??t,r=Number(this.state.attributes.max??32),i=n===0?this.pausedText:`${n} A`;return d`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${i}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${r}
        style="--share: ${(n/r*100).toFixed(1)}%"
        .value=${String(n)}
        aria-valuetext=${i}
        ?disabled=${this.disabled}
        @input=${o=>{this.#n(o.target,t)}}
        @keydown=${o=>{this.#e(o,n)}}
        @change=${()=>{this.#i()}}
      />
    </div>`}#n(t,n){this.dragged=rr(Number(t.value),this.dragged??n),t.value=String(this.dragged)}#e(t,n){n!==Dt||!["ArrowLeft","ArrowDown"].includes(t.key)||(t.preventDefault(),this.dragged=0,this.#i())}#i(){clearTimeout(this.#t),this.#t=setTimeout(()=>{this.#o()},nr)}#o(){clearTimeout(this.#t),this.#t=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};h([f({attribute:!1})],H.prototype,"state",2),h([f()],H.prototype,"label",2),h([f()],H.prototype,"pausedText",2),h([f({type:Boolean})],H.prototype,"disabled",2),h([f({type:Number})],H.prototype,"revision",2),h([y()],H.prototype,"dragged",2);var Y={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},We=s=>(...e)=>({_$litDirective$:s,values:e}),Pt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}};var{I:ai}=ye;var Ue=s=>s.strings===void 0;var sr={},Ie=(s,e=sr)=>s._$AH=e;var O=We(class extends Pt{constructor(s){if(super(s),s.type!==Y.PROPERTY&&s.type!==Y.ATTRIBUTE&&s.type!==Y.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Ue(s))throw Error("`live` bindings can only contain a single expression")}render(s){return s}update(s,[e]){if(e===E||e===l)return e;let t=s.element,n=s.name;if(s.type===Y.PROPERTY){if(e===t[n])return E}else if(s.type===Y.BOOLEAN_ATTRIBUTE){if(!!e===t.hasAttribute(n))return E}else if(s.type===Y.ATTRIBUTE&&t.getAttribute(n)===e+"")return E;return Ie(s),e}});var U=class extends _{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[b,$`
      fieldset,
      label {
        position: relative; /* keeps what is not seen inside */
      }
      fieldset {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        margin: 0;
        padding: 3px;
        border: 0;
        border-radius: var(--ha-border-radius-lg, 12px);
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
      legend,
      input {
        position: absolute;
        inset: 0 auto auto 0;
        margin: 0;
        opacity: 0;
        pointer-events: none;
      }
      label {
        display: grid;
        place-items: center;
        min-height: 38px;
        padding: 2px 4px;
        border-radius: calc(var(--ha-border-radius-lg, 12px) - 3px);
        text-align: center;
        font-size: var(--ha-font-size-s, 13px);
        line-height: 1.15;
        color: var(--primary-text-color);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      label span {
        font-size: inherit;
        color: inherit;
      }
      label:has(:checked) {
        background: var(--fill);
        color: var(--on-fill);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--primary-color);
        outline-offset: 2px;
      }
    `]}render(){let{state:t}=this,n=t?.attributes.options;return!t||!Array.isArray(n)?l:d`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${n.map(r=>this.#t({...t,state:r}))}
    </fieldset>`}#t(t){return d`<label>
      <input
        type="radio"
        name="mode"
        .value=${t.state}
        .checked=${O(this.state?.state===t.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:t.state}))}
      />
      <span>${this.hass?.formatEntityState?.(t)??t.state}</span>
    </label>`}};h([f({attribute:!1})],U.prototype,"hass",2),h([f({attribute:!1})],U.prototype,"state",2),h([f()],U.prototype,"label",2),h([f({type:Boolean})],U.prototype,"disabled",2),h([f({type:Number})],U.prototype,"revision",2);var Fe=5,Xt=s=>String(s).padStart(2,"0"),I=class extends _{constructor(){super(...arguments);this.planned=[];this.priceUnit="";this.revision=0}static{this.styles=[b,$`
      summary {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 40px;
        cursor: pointer;
      }
      summary span:last-of-type {
        margin-inline-start: auto;
        color: var(--secondary-text-color);
      }
      summary::marker {
        content: "";
      }
      summary::after {
        content: "";
        width: 7px;
        height: 7px;
        margin: 0 4px;
        border: solid var(--secondary-text-color);
        border-width: 0 2px 2px 0;
        transform: rotate(45deg) translate(-2px, -2px);
      }
      details[open] summary::after {
        transform: rotate(-135deg) translate(-2px, -2px);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 176px), 1fr));
        gap: var(--gap);
        padding-top: 4px;
      }
      .on {
        grid-column: 1 / -1;
      }
      .on span {
        display: flex;
        align-items: center;
        min-height: 40px;
      }
      input[type="checkbox"] {
        width: 20px;
        height: 20px;
        margin: 0 8px 0 0;
        accent-color: var(--primary-color);
      }
      fieldset {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 4px;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        font-size: var(--ha-font-size-m, 14px);
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 12px;
      }
    `]}render(){let{hass:t,connector:n}=this,r=n&&this.#c("switch.plan");if(!t||!n||!r)return l;let i=x(t);return d`<details>
      <summary>
        <span>${this.#a("plan")}</span><span>${this.#t(r,i)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${O(r.state==="on")}
              @change=${o=>{let a=o.target.checked;this.#l("switch.plan",a?"turn_on":"turn_off")}}
            />${this.#a("plan_use")}</span
          >
        </label>
        ${this.#i("number.target_energy","energy_kwh")}
        ${this.#i("number.target_soc","target_soc")} ${this.#o(i)}
        ${this.#p()}
      </div>
      ${r.state==="on"?this.#n(i):l}
    </details>`}#t(t,n){if(t.state!=="on")return this.#a("plan_none");let r=n.timeOfDay(this.#c("time.ready_by")?.state??""),i=this.planned[0];if(!i)return r&&`${this.#a("ready_by")} ${r}`;let o=this.planned.length>1?` +${this.planned.length-1}`:"";return`${n.span(i.start,i.end,new Date)}${o} → ${r}`}#n(t){if(!this.planned.length)return l;let n=new Date;return d`<ul aria-label=${this.#a("plan_planned")}>
      ${this.planned.map(r=>d`<li>
            <span>${t.span(r.start,r.end,n)}</span>
            <span class="secondary">${this.#e(r,t)}</span>
          </li>`)}
    </ul>`}#e(t,n){let r=t.price===void 0?"":n.price(t.price,this.priceUnit);return[...t.currentA===void 0?[]:[`${n.number(t.currentA,0)} A`],...t.solar?[this.#a("sun")]:[r].filter(Boolean)].join(" · ")}#i(t,n){let r=this.#c(t);if(!C(r))return l;let{min:i,max:o,step:a}=r.attributes;return d`<label>
      <span>${this.#a(n)}</span>
      <input
        type="number"
        min=${i??l}
        max=${o??l}
        step=${a??"any"}
        .value=${O(String(Number(r.state)))}
        @change=${c=>{let u=c.target;!u.reportValidity()||u.value===""||this.#l(t,"set_value",{value:Number(u.value)})}}
      />
    </label>`}#o(t){let n=this.#c("time.ready_by"),[r,i]=(n?.state??"").split(":").map(Number);if(!C(n)||r===void 0||i===void 0)return l;let o=Array.from({length:60/Fe},(p,m)=>m*Fe),a=[...new Set([...o,i])].sort((p,m)=>p-m),c=Array.from({length:24},(p,m)=>m),u=p=>{let m={hour:r,minute:i,...p},v=`${Xt(m.hour)}:${Xt(m.minute)}:00`;this.#l("time.ready_by","set_value",{time:v})};return d`<fieldset>
      <legend>${this.#a("ready_by")}</legend>
      ${this.#d("hour",c,r,t.hour,p=>{u({hour:p})})}
      ${this.#d("minute",a,i,Xt,p=>{u({minute:p})})}
    </fieldset>`}#d(t,n,r,i,o){return d`<select
      aria-label=${this.#a(t)}
      @change=${a=>{o(Number(a.target.value))}}
    >
      ${n.map(a=>d`<option value=${a} .selected=${O(a===r)}>
            ${i(a)}
          </option>`)}
    </select>`}#p(){let t=this.#c("select.plan_repeat"),n=t?.attributes.options;return!t||!Array.isArray(n)?l:d`<label>
      <span>${this.#a("every")}</span>
      <select
        @change=${r=>{let i=r.target.value;this.#l("select.plan_repeat","select_option",{option:i})}}
      >
        ${n.map(r=>d`<option value=${r} .selected=${O(r===t.state)}>
              ${this.hass?.formatEntityState?.({...t,state:r})??r}
            </option>`)}
      </select>
    </label>`}#c(t){if(!(!this.hass||!this.connector))return D(this.hass,k(this.connector,t))}#l(t,n,r){let i=this.connector&&k(this.connector,t);if(!i)return;let o={entityId:i,service:n,...r&&{data:r}};this.dispatchEvent(new CustomEvent("wish",{detail:o}))}#a(t){return g(this.hass?.language,t)}};h([f({attribute:!1})],I.prototype,"hass",2),h([f({attribute:!1})],I.prototype,"connector",2),h([f({attribute:!1})],I.prototype,"planned",2),h([f()],I.prototype,"priceUnit",2),h([f({type:Number})],I.prototype,"revision",2);var z=$`
  ha-card {
    display: grid;
    gap: 8px;
    padding: 16px;
    overflow-wrap: anywhere;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  p {
    margin: 0;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    padding: 4px 0;
  }
  code {
    padding: 2px 6px;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
  }
  a {
    color: color-mix(in srgb, var(--primary-color) 60%, var(--primary-text-color));
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  form label {
    flex: 1 1 160px;
  }
  [role="alert"]:not(:empty) {
    padding: 8px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
  }
`;var Ht=(s,e)=>{let t=s.attributes[e];return typeof t=="string"?t:void 0},et=class extends _{static{this.styles=[b,z]}setConfig(e){this.config=e}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}render(){let{hass:e,config:t}=this,n=t&&e?.states[t.entity];if(!e||!n)return l;let r=Ht(n,"address");return d`<ha-card>
      <h2>${T(g(e.language,"not_connected"),new Map([["name",t.name]]))}</h2>
      ${this.#t(e,n)}
      ${r===void 0?l:d`<p>${g(e.language,"call_address")}</p>
              <p><code>${r}</code></p>`}
    </ha-card>`}#t(e,t){let n=new Date(Ht(t,"refused_at")??""),r=Ht(t,"refused");if(r===void 0||Number.isNaN(n.getTime()))return l;let i=new Map([["time",x(e).dateTime(n)],["address",Ht(t,"refused_from")??""],["cause",e.formatEntityAttributeValue?.(t,"refused")??r]]);return d`<p>
      ${T(g(e.language,"refused_call"),i)}
      <a href="/config/repairs">${g(e.language,"repairs")}</a>
    </p>`}};h([f({attribute:!1})],et.prototype,"hass",2),h([y()],et.prototype,"config",2);var ir={count_charging:["charging"],count_plugged_in:["preparing","suspended_ev","suspended_evse","finishing"],count_free:["available"],count_offline:["unavailable"]},or=(s,e)=>{let t=e.statuses.map(i=>s.states[i]?.state??"unavailable"),n=Object.entries(ir).map(([i,o])=>[i,t.filter(a=>o.includes(a)).length]),r=e.powers.map(i=>P(s.states[i])??0);return{counts:n,powerW:r.reduce((i,o)=>i+o,0)}},nt=class extends _{static{this.styles=[b,z]}setConfig(e){this.config=e}getCardSize(){return 1}getGridOptions(){return{columns:"full",min_columns:6}}render(){let{hass:e,config:t}=this;if(!e||!t)return l;let{counts:n,powerW:r}=or(e,t);return d`<p class="line">
      <b>${x(e).power(r)}</b>
      ${n.filter(([,i])=>i).map(([i,o])=>d`<span><b>${o}</b> ${g(e.language,i)}</span>`)}
    </p>`}};h([f({attribute:!1})],nt.prototype,"hass",2),h([y()],nt.prototype,"config",2);var ar=(s,e)=>{let t=new Map(s);for(let{type:n,flow_id:r,flow:i}of e)n==="removed"?t.delete(r):i?.handler===A&&i.context?.title_placeholders?.id_tag&&t.set(r,i);return t},J=class extends _{constructor(){super(...arguments);this.connectedWhileHidden=!0;this.offers=new Map;this.error=""}#t;static{this.styles=[b,z]}setConfig(){this.hidden=!0}getCardSize(){return this.offers.size}getGridOptions(){return{columns:"full",min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#t?.then(t=>t()).catch(()=>{}),this.#t=void 0}willUpdate(){this.#n();let t=!this.offers.size;t!==this.hidden&&(this.hidden=t,this.style.display=t?"none":"",this.dispatchEvent(new CustomEvent("card-visibility-changed",{bubbles:!0,composed:!0,detail:{value:!t}})))}#n(){let{hass:t}=this;!t?.user?.is_admin||!t.connection||this.#t||!this.isConnected||(this.#t=t.connection.subscribeMessage(n=>{this.offers=ar(this.offers,n)},{type:"config_entries/flow/subscribe"}))}render(){return!this.hass||!this.offers.size?l:d`<ha-card>
      <h2>${this.#o("unknown_cards")}</h2>
      ${[...this.offers.values()].map(t=>this.#e(t))}
      <div role="alert">${this.error}</div>
    </ha-card>`}#e(t){let n=t.context?.title_placeholders??{},r=new Map([["id_tag",n.id_tag??""],["charge_point",n.charge_point??""]]);return d`<form
      @submit=${i=>{i.preventDefault();let o=i.target.querySelector("input");this.#i(t,o?.value??"")}}
    >
      <label>
        <span>${T(this.#o("unknown_card"),r)}</span>
        <input type="text" placeholder=${this.#o("whose_card")} maxlength="64" />
      </label>
      <button class="primary">${this.#o("register")}</button>
    </form>`}async#i(t,n){let{hass:r}=this;if(!r?.callApi)return;this.error="";let i=`config/config_entries/flow/${t.flow_id}`,o=t.context?.title_placeholders?.id_tag??"";try{await r.callApi("POST",i,{name:n.trim()||o})}catch(a){this.error=await G(r,a)}}#o(t){return g(this.hass?.language,t)}};h([f({attribute:!1})],J.prototype,"hass",2),h([y()],J.prototype,"offers",2),h([y()],J.prototype,"error",2);var cr=5,lr=(s,e)=>{let{name:t,above:n,below:r}=e,i=s.states[e.entity],o=P(i);if(o===void 0)return[t,i?s.formatEntityState?.(i)??"–":"–"];if(n===void 0||r===void 0)return[t,x(s).power(o)];let a=o>0?n:r;return[Math.abs(o)<cr?t:a,x(s).power(Math.abs(o))]},rt=class extends _{static{this.styles=[b,$`
      ha-card {
        height: 100%;
      }
      button {
        display: grid;
        grid-template-columns: 36px minmax(0, 1fr);
        grid-template-rows: 1fr auto auto 1fr;
        align-items: center;
        column-gap: 10px;
        width: 100%;
        height: 100%;
        min-height: 56px;
        padding: 0 10px;
        border: 0;
        text-align: start;
      }
      ha-icon {
        grid-row: 1 / -1;
        justify-self: center;
        --mdc-icon-size: 24px;
      }
      b {
        grid-row: 2;
        font-weight: var(--ha-font-weight-medium, 500);
        overflow-wrap: anywhere;
      }
      span {
        grid-row: 3;
        font-size: var(--ha-font-size-s, 12px);
      }
    `]}setConfig(e){this.config=e}getCardSize(){return 1}getGridOptions(){return{columns:6,rows:1,min_columns:6,min_rows:1}}render(){let{hass:e,config:t}=this;if(!e||!t)return l;let[n,r]=lr(e,t),i=t.color?`color: var(--${t.color}-color)`:"";return d`<ha-card>
      <button
        @click=${()=>{let a={bubbles:!0,composed:!0,detail:{entityId:t.entity}};this.dispatchEvent(new CustomEvent("hass-more-info",a))}}
      >
        <ha-icon .icon=${t.icon} style=${i} aria-hidden="true"></ha-icon>
        <b>${n}</b><span>${r}</span>
      </button>
    </ha-card>`}};h([f({attribute:!1})],rt.prototype,"hass",2),h([y()],rt.prototype,"config",2);var X=s=>{if(!s.services[A])return"gone";let e=Object.values(s.entities).filter(n=>n.platform===A),t=e.some(({entity_id:n})=>{let r=s.states[n]?.state;return r!==void 0&&r!==ut});return e.length?t?"ready":"stopped":"unsure"},Lt=s=>["ready","unsure"].includes(X(s));var dr=1e4,pr=6e4,st=class extends _{#t;#n;#e;static{this.styles=[b,z]}setConfig(e){this.config=e,this.#n=e.error?Date.now():void 0,this.#e=void 0}getCardSize(){return 2}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#t),this.#e=void 0}updated(){if(!this.hass)return;let e=X(this.hass);if(e===this.#e||(this.#e=e,clearTimeout(this.#t),e==="gone"||e==="stopped"))return;let t=e==="ready"?dr:pr,n=this.#n===void 0?0:this.#n+t;this.#t=setTimeout(()=>{this.dispatchEvent(new CustomEvent("config-refresh",{bubbles:!0,composed:!0}))},Math.max(0,n-Date.now()))}render(){let{hass:e,config:t}=this;if(!e||!t)return l;let n=e.config.state!==void 0&&e.config.state!=="RUNNING",r=X(e)==="gone",i=n?"ha_starts":r?"not_set_up":"not_running";return d`<ha-card>
      <h2>Plug Control</h2>
      <p role="status">${g(e.language,i)}</p>
      ${t.error?d`<p class="secondary">${t.error}</p>`:l}
      ${n?l:d`<a
              href=${r?"/config/integrations/dashboard":`/config/integrations/integration/${A}`}
              >${g(e.language,"open_settings")}</a
            >`}
    </ha-card>`}};h([f({attribute:!1})],st.prototype,"hass",2),h([y()],st.prototype,"config",2);var ze=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_by_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason"],hr=/^[=+\-@\t\r]/,ur=s=>{if(s==null)return"";if(typeof s=="number"||typeof s=="boolean")return String(s);let e=typeof s=="string"?s:JSON.stringify(s),t=hr.test(e)?`'${e}`:e;return/[",\r\n;]/.test(t)?`"${t.replaceAll('"','""')}"`:t},Be=s=>[ze.join(","),...s.map(e=>ze.map(t=>ur(e[t])).join(","))].map(e=>`${e}\r
`).join("");var je=["last","this_month","last_month","this_year","own"],mr=s=>s.toISOString().slice(0,10),Ve=(s,e,t)=>{let n=new Date(`${e}T00:00Z`),[r,i]=[n.getUTCFullYear(),n.getUTCMonth()],o=(a,c,u)=>mr(new Date(Date.UTC(a,c,u)));switch(s){case"last":return[o(r,i,n.getUTCDate()-t),e];case"this_month":return[o(r,i,1),e];case"last_month":return[o(r,i-1,1),o(r,i,0)];case"this_year":return[o(r,0,1),e];case"own":return}};var Nt=s=>s.started_by_name??s.card_name??s.id_tag??"",Ze=s=>s.reduce((e,t)=>e+t.energy_wh,0),qe=(s,e)=>{let t=new Map;for(let a of s){let c=a.started_at??a.stopped_at;if(!c)continue;let u=e.dayOf(new Date(c));t.set(u,(t.get(u)??0)+a.energy_wh)}let n=[...t.keys()].sort(),[r,i]=[n[0],n.at(-1)];if(!r||!i)return[];let o=[];for(let a=new Date(`${r}T00:00Z`);;a=new Date(a.getTime()+864e5)){let c=a.toISOString().slice(0,10);if(o.push({label:e.dayAndMonth(c),energyWh:t.get(c)??0}),c>=i)return o}},Ke=s=>s.started_at&&s.stopped_at?(Date.parse(s.stopped_at)-Date.parse(s.started_at))/1e3:void 0;var Ge=$`
  :host {
    display: block;
    container-type: inline-size;
  }
  ha-card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    padding: 16px;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .filters {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: var(--gap);
  }
  .day {
    display: grid;
    gap: 4px;
    position: relative;
  }
  .day button {
    padding: 0 10px;
    text-align: start;
  }
  .day input {
    position: absolute; /* under the button: the calendar opens there */
    inset: auto 0 0;
    opacity: 0;
    pointer-events: none;
  }
  .totals {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  b {
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .chart {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(1px, 1fr);
    align-items: end;
    justify-items: center;
    gap: 2px;
    height: 96px;
    border-bottom: 1px solid var(--divider-color);
  }
  .bar {
    width: min(100%, 24px);
    border-radius: 3px 3px 0 0;
    background: var(--primary-color);
  }
  .axis {
    display: flex;
    justify-content: space-between;
    font-size: var(--ha-font-size-xs, 11px);
  }
  .axis :only-child {
    margin: auto;
  }
  .scroll {
    max-height: 420px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    position: sticky;
    top: 0;
    background: var(--card-background-color);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: normal;
    color: var(--secondary-text-color);
    text-align: start;
  }
  th,
  td {
    padding: 8px 10px 8px 0;
    white-space: nowrap;
  }
  td {
    border-top: 1px solid var(--divider-color);
  }
  .more {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 12px;
    padding: 8px;
  }
  .number {
    text-align: end;
  }
  .number:last-child {
    padding-inline-end: 4px;
  }

  /* On a phone a session is two lines: when and how much, then who, how long and how fast. */
  @container (max-width: 520px) {
    .filters > :nth-child(3) {
      grid-column: 1 / -1;
    }
    .scroll {
      max-height: none;
    }
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tr {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0 12px;
      padding: 8px 0;
      border-top: 1px solid var(--divider-color);
    }
    tbody,
    table {
      display: block;
    }
    td,
    .number:last-child {
      padding: 0;
      border: 0;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .start {
      order: 1;
    }
    .energy {
      order: 2;
      font-weight: var(--ha-font-weight-medium, 500);
    }
    .person {
      order: 3;
    }
    .duration {
      order: 4;
    }
    .wallbox {
      order: 5;
    }
    .peak {
      order: 6;
      grid-column: 2;
    }
    .peak.none {
      display: none;
    }
    .person,
    .duration,
    .wallbox,
    .peak {
      font-size: var(--ha-font-size-s, 12px);
      color: var(--secondary-text-color);
    }
  }
`;var Qt=30,fr=6e4,gr=6e4,yr=864e5,te=200,Wt=5e3,S=class extends _{constructor(){super(...arguments);this.onlyOwn=!1;this.total={count:0,energyWh:0};this.device="";this.person="";this.period="last";this.from="";this.to="";this.#n=0;this.#e=te}#t;#n;#e;static{this.styles=[b,Ge]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:A}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Yt}}static getStubConfig(){return{days:Qt}}setConfig(t){this.config=t,this.device=t.device_id??"",this.period="last",this.hass&&this.#i()}getCardSize(){return 8}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.#i()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#t)}updated(t){let{hass:n}=this;if(!n||!t.has("hass"))return;let r=t.get("hass"),i=X(n)==="ready";(!r||i&&X(r)!=="ready")&&this.#i()}#i(){this.#e=te;let t=this.#r.dayOf(new Date),n=this.config?.days??Qt;[this.from,this.to]=Ve(this.period,t,n)??[this.from,this.to],this.#o()}async#o(){clearTimeout(this.#t);let{hass:t}=this;if(!t)return;let n=this.#n+=1;if(!Lt(t)){this.error=this.#s("not_running");return}let r=fr;try{let i=this.person?Wt:this.#e,o=await this.#d(t,{limit:i});if(n!==this.#n)return;this.sessions=o.sessions,this.total={count:o.total_count,energyWh:o.totals.energy_wh},this.onlyOwn=o.only_own===!0,this.error=void 0}catch(i){if(n!==this.#n)return;this.error=await G(t,i),r=gr}this.isConnected&&(this.#t=setTimeout(()=>{this.#o()},r))}#d(t,n){return Ct(t,"get_sessions",{...this.#p(),...n,newest_first:!0})}#p(){let t=this.#r,n=o=>new Date(Date.parse(`${o}T00:00Z`)+yr).toISOString().slice(0,10),r=this.from&&t.midnight(this.from).toISOString(),i=this.to&&t.midnight(n(this.to)).toISOString();return{...this.device&&{device_id:this.device},...r&&{start:r},...i&&{end:i}}}render(){let{hass:t}=this;return!t||!this.config?l:d`<ha-card>
      <h2>${this.#s("sessions")}</h2>
      ${this.#a(t)} ${this.#c()}
    </ha-card>`}#c(){if(!this.sessions)return d`<p class="secondary" role="status">${this.error??this.#s("loading")}</p>`;let t=this.#l();if(!t.length){let n=this.onlyOwn?"no_own_sessions":"no_sessions";return d`<p class="secondary">${this.#s(n)}</p>`}return d`${this.#_(t)} ${this.#b(t)} ${this.#v(t)}`}#l(){let t=this.sessions??[];return this.person?t.filter(n=>Nt(n)===this.person):t}#a(t){let n=tt(t),r=[...new Set((this.sessions??[]).map(Nt))].filter(Boolean).sort();return d`<div class="filters">
      <label
        ><span>${this.#s("connector")}</span>
        <select
          @change=${i=>{this.device=i.target.value,this.#o()}}
        >
          <option value="">${this.#s("connectors_all")}</option>
          ${n.map(i=>d`<option value=${i.deviceId} .selected=${O(i.deviceId===this.device)}>
                ${Tt(t,i)}
              </option>`)}
        </select></label
      >
      <label
        ><span>${this.#s("person")}</span>
        <select
          @change=${i=>{this.person=i.target.value,this.#o()}}
        >
          <option value="">${this.#s("persons_all")}</option>
          ${r.map(i=>d`<option .selected=${O(i===this.person)}>${i}</option>`)}
        </select></label
      >
      <label
        ><span>${this.#s("period")}</span>
        <select
          @change=${i=>{this.period=i.target.value,this.#i()}}
        >
          ${je.map(i=>d`<option value=${i} .selected=${O(i===this.period)}>
                ${this.#y(i)}
              </option>`)}
        </select></label
      >
      ${this.period==="own"?d`${this.#m("from")} ${this.#m("to")}`:l}
    </div>`}#y(t){let n=this.#s(`period_${t}`);return T(n,new Map([["days",String(this.config?.days??Qt)]]))}#m(t){let n=this[t],r=this.#r.day(n);return d`<div class="day">
      <span>${this.#s(t)}</span>
      <input
        type="date"
        tabindex="-1"
        aria-hidden="true"
        min=${t==="to"&&this.from||l}
        max=${t==="from"&&this.to||l}
        .value=${O(n)}
        @change=${i=>{this[t]=i.target.value||n,this.#o()}}
      />
      <button
        aria-label="${this.#s(t)}: ${r}"
        @click=${i=>{i.currentTarget.previousElementSibling.showPicker()}}
      >
        ${r}
      </button>
    </div>`}#_(t){let{person:n,total:r}=this,i=n?Ze(t):r.energyWh,o=n?t.length:r.count;return d`<div class="totals">
      <span
        ><b>${this.#r.energy(i)}</b>
        <span class="secondary"
          >${this.#s("energy_total")} (${this.#r.number(o,0)})</span
        ><br />
        <span class="secondary">${this.#r.days(this.from,this.to)}</span></span
      >
      <button
        @click=${()=>{this.#u(t)}}
      >
        ${this.#s("csv")}
      </button>
    </div>`}#b(t){let n=qe(t,this.#r),r=Math.max(...n.map(i=>i.energyWh),1);return d`<div class="chart" role="img" aria-label=${this.#s("energy_total")}>
        ${n.map(i=>d`<div
              class="bar"
              style="height:${(i.energyWh/r*100).toFixed(1)}%"
              title="${i.label}: ${this.#r.energy(i.energyWh)}"
            ></div>`)}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${n[0]?.label}</span>
        ${n.length>1?d`<span>${n.at(-1)?.label}</span>`:l}
      </div>`}#v(t){let n=new Set(t.map(i=>i.charge_point_id)).size>1,r=i=>i?this.#r.dateTime(new Date(i)):"–";return d`<div class="scroll" tabindex="0" role="region" aria-label=${this.#s("sessions")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.#s("start")}</th>
            ${n?d`<th scope="col">${this.#s("charge_point")}</th>`:l}
            <th scope="col">${this.#s("person")}</th>
            <th scope="col" class="number">${this.#s("energy")}</th>
            <th scope="col" class="number">${this.#s("duration")}</th>
            <th scope="col" class="number">${this.#s("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${t.map(i=>d`<tr>
                <td class="start">${r(i.started_at??i.stopped_at)}</td>
                ${n?d`<td class="wallbox">${i.charge_point_name??i.charge_point_id}</td>`:l}
                <td class="person">${Nt(i)}</td>
                <td class="number energy">
                  ${i.energy_estimated?d`<abbr title=${this.#s("estimated")}>≈</abbr> `:l}${this.#r.energy(i.energy_wh)}
                </td>
                <td class="number duration">${this.#f(i)}</td>
                <td class="number peak ${i.peak_power_w===null?"none":""}">
                  ${i.peak_power_w===null?"–":this.#r.power(i.peak_power_w)}
                </td>
              </tr>`)}
        </tbody>
      </table>
      ${this.#h()}
    </div>`}#h(){let t=this.sessions?.length??0;if(this.person||t>=this.total.count)return l;let n=i=>this.#r.number(i,0),r=new Map([["shown",n(t)],["total",n(this.total.count)]]);return d`<div class="more">
      <span class="secondary">${T(this.#s("shown_of"),r)}</span>
      ${t<Wt?d`<button
              @click=${()=>{this.#e=Math.min(this.#e+te,Wt),this.#o()}}
            >
              ${this.#s("more_sessions")}
            </button>`:l}
    </div>`}#f(t){let n=Ke(t);return n!==void 0?ht(n):t.stopped_at===null?this.#s("running"):"–"}async#g(t){let{hass:n}=this;if(!n||this.person||t.length>=this.total.count)return t;let r=[];for(;;){let i=await this.#d(n,{limit:Wt,offset:r.length});if(r.push(...i.sessions),!i.sessions.length||r.length>=i.total_count)return r}}async#u(t){let n=await this.#g(t),r=URL.createObjectURL(new Blob([Be(n)],{type:"text/csv;charset=utf-8"})),i=document.createElement("a");i.href=r,i.download=`plug-control-${this.from}-${this.to}.csv`,i.click(),setTimeout(()=>{URL.revokeObjectURL(r)})}get#r(){return this.hass?x(this.hass):new K({language:"en"},"UTC")}#s(t){return g(this.hass?.language,t)}};h([f({attribute:!1})],S.prototype,"hass",2),h([y()],S.prototype,"config",2),h([y()],S.prototype,"sessions",2),h([y()],S.prototype,"error",2),h([y()],S.prototype,"onlyOwn",2),h([y()],S.prototype,"total",2),h([y()],S.prototype,"device",2),h([y()],S.prototype,"person",2),h([y()],S.prototype,"period",2),h([y()],S.prototype,"from",2),h([y()],S.prototype,"to",2);var Ye=s=>({title:"Plug Control",views:[{title:"Plug Control",cards:[{type:"custom:plug-control-waiting-card",...s&&{error:s}}]}]}),Ut=class extends HTMLElement{static async generate(e,t){if(!Lt(t))return Ye();try{return await Ct(t,"get_dashboard",{language:t.language})}catch(n){return Ye(await G(t,n))}}};var _r={"plug-control-mode":U,"plug-control-limit":H,"plug-control-plan":I,"plug-control-graph":R,"plug-control-card":W,"plug-control-sessions-card":S,"plug-control-call-card":et,"plug-control-counts-card":nt,"plug-control-found-card":J,"plug-control-power-card":rt,"plug-control-waiting-card":st,"ll-strategy-dashboard-plug-control":Ut},br=(s,e)=>{let t=s.entities[e];return t?.platform!==A||!t.device_id?null:{config:{type:"custom:plug-control-card",device_id:t.device_id}}},vr=()=>{let s=document.documentElement.lang||navigator.language,e=window;(e.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:g(s,"card_description"),preview:!0,getEntitySuggestion:br},{type:"plug-control-sessions-card",name:`Plug Control: ${g(s,"sessions")}`,description:g(s,"sessions_description"),preview:!0}),(e.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:g(s,"dashboard_description")})},wr=Promise.race(["home-assistant","hc-main"].map(s=>customElements.whenDefined(s)));vr();wr.then(()=>{for(let[s,e]of Object.entries(_r))customElements.get(s)||customElements.define(s,e)});
